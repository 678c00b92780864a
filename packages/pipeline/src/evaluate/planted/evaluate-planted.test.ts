import { describe, expect, it } from "vitest";
import { evaluatePlanted, type PlantedEvaluation } from "./evaluate-planted.js";
import { plantNetwork } from "./plant-network.js";
import { plantedDirections, plantedGroups } from "./plant-options.js";

const run = { engine: "onnxruntime", device: "cpu", instances: 2, seed: 1 };

const scoreOf = ({ concepts }: PlantedEvaluation, kind: string) => concepts.find((score) => score.kind === kind)!;

describe("evaluatePlanted", () => {
  it("finds groups of neurons without noise", async () => {
    const found = await evaluatePlanted([plantedGroups], run);
    expect(scoreOf(found, "neurons").ari).toBeGreaterThanOrEqual(0.95);
    expect(scoreOf(found, "parts").ari).toBeGreaterThanOrEqual(0.9);
  });

  it("finds directions of more concepts than neurons by parts, where clusters of neurons cannot", async () => {
    const found = await evaluatePlanted([plantedDirections], run);
    expect(scoreOf(found, "parts").cosine).toBeGreaterThanOrEqual(0.95);
    expect(scoreOf(found, "neurons").cosine).toBeLessThan(0.8);
    expect(scoreOf(found, "parts").ari).toBeNull();
  });

  it("falls with noise", async () => {
    const plant = { ...plantedGroups, depth: 1 };
    const clean = await evaluatePlanted([plant], run);
    const noisy = await evaluatePlanted([{ ...plant, noise: 1, distractors: 12 }], run);
    expect(scoreOf(noisy, "neurons").ari!).toBeLessThan(scoreOf(clean, "neurons").ari!);
  });

  it("plants the same for the same seed", () => {
    expect(plantNetwork(plantedGroups, 5)).toEqual(plantNetwork(plantedGroups, 5));
    expect(plantNetwork(plantedGroups, 6).layers).not.toEqual(plantNetwork(plantedGroups, 5).layers);
  });

  it.each([
    [{ ...plantedGroups, width: 3 }, "invalid width"],
    [{ ...plantedGroups, noise: -1 }, "invalid noise"],
    [{ ...plantedGroups, density: 0 }, "invalid density"],
    [{ ...plantedGroups, depth: 0 }, "invalid depth"],
  ])("refuses %o", async (plant, message) => {
    await expect(evaluatePlanted([plant], run)).rejects.toThrow(message);
  });
});
