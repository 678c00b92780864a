import { describe, expect, it } from "vitest";
import { chooseCount } from "./choose-count.js";

const choose = async (qualities: readonly (readonly [number, number, number])[], bound = 1) => {
  const asked: number[] = [];
  const chosen = await chooseCount(
    qualities.map(([count]) => count),
    bound,
    async (count) => {
      asked.push(count);
      const [, kept, agreement] = qualities.find(([own]) => own === count)!;
      return { count, kept, agreement };
    },
  );
  return { chosen: chosen?.count ?? null, asked };
};

describe("chooseCount", () => {
  it("takes the smallest that keeps enough and is found again, and asks no further", async () => {
    const { chosen, asked } = await choose([
      [2, 0.5, 1],
      [4, 0.96, 0.8],
      [6, 0.96, 0.9],
      [10, 1, 1],
    ]);
    expect(chosen).toBe(6);
    expect(asked).toEqual([2, 4, 6]);
  });

  it("takes the highest agreement where none is found again", async () => {
    const { chosen } = await choose([
      [2, 0.5, 1],
      [4, 0.96, 0.6],
      [6, 0.97, 0.8],
    ]);
    expect(chosen).toBe(6);
  });

  it("takes what keeps most where none keeps enough, and nothing of nothing", async () => {
    const few = await choose([
      [2, 0.5, 1],
      [4, 0.6, 0.2],
    ]);
    expect(few.chosen).toBe(4);
    expect((await choose([])).chosen).toBeNull();
  });
});
