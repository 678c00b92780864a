import type { DatasetImage } from "@gipfel/dataset";
import { minimumGroups } from "@gipfel/graph";
import { describe, expect, it } from "vitest";
import { dealImages, groupCount, planShards } from "./plan-shards.js";

const images = (count: number) =>
  Array.from(
    { length: count },
    (_, index): DatasetImage => ({ index, name: `cat/${index}.png`, file: null, row: index }),
  );
const counts = [1, 2, 3, 19, 20, 21, 39, 40, 41, 64, 65, 333, 1300];

describe("image groups", () => {
  it.each(counts)("of %i images are 20, or at least ten of two images, or one", (count) => {
    const groups = groupCount(count);
    expect(groups === 1 || (groups >= minimumGroups && groups <= 20)).toBe(true);
    expect(groups === 1).toBe(count < 2 * minimumGroups);
    expect(Math.floor(count / groups)).toBeGreaterThanOrEqual(Math.min(2, count));
  });

  it.each(counts)("of %i images differ by one image at most", (count) => {
    const sizes = new Map<number, number>();
    for (const { images: own } of planShards("cat", images(count), 20)) {
      for (const { group } of own) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    }
    expect(sizes.size).toBe(groupCount(count));
    expect(Math.max(...sizes.values()) - Math.min(...sizes.values())).toBeLessThanOrEqual(1);
  });
});

describe("dealing", () => {
  it("keeps every image, in an order that the seed alone decides", () => {
    const dealt = dealImages(images(50), 3);
    expect(dealt.map(({ index }) => index).sort((a, b) => a - b)).toEqual(images(50).map(({ index }) => index));
    expect(dealImages(images(50).reverse(), 3)).toEqual(dealt);
    expect(dealImages(images(50), 4)).not.toEqual(dealt);
  });

  it("leaves the order of images alone when others go", () => {
    const dealt = dealImages(images(50), 3);
    expect(dealImages(images(40), 3)).toEqual(dealt.filter(({ index }) => index < 40));
  });
});

describe("shards", () => {
  it.each(counts.flatMap((count) => [20, 3, 1].map((most) => [count, most] as const)))(
    "of %i images hold each once, in order, with at most %i groups and 32 images",
    (count, most) => {
      const dealt = images(count);
      const shards = planShards("cat", dealt, most);
      expect(shards.flatMap((shard) => shard.images.map(({ image }) => image))).toEqual(dealt);
      expect(shards.map(({ id }) => id)).toEqual(shards.map((_, i) => `cat.${i}`));
      for (const { images: own } of shards) {
        expect(own.length).toBeGreaterThan(0);
        expect(own.length).toBeLessThanOrEqual(32);
        expect(new Set(own.map(({ group }) => group)).size).toBeLessThanOrEqual(most);
      }
    },
  );
});
