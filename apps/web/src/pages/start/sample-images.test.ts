import { describe, expect, it } from "vitest";
import { sampleImages } from "./sample-images.js";

const classes = (...counts: number[]) => ({ classes: counts.map((images, i) => ({ name: `${i}`, images })) });

describe("sampleImages", () => {
  it("takes the first image of every class where there are few, and passes over empty ones", () => {
    expect(sampleImages(classes(3, 0, 2, 4), 6)).toEqual([0, 3, 5]);
  });

  it("spreads over many classes", () => {
    expect(sampleImages(classes(...Array.from({ length: 100 }, () => 10)), 4)).toEqual([0, 250, 500, 750]);
  });

  it("finds none where there are none", () => {
    expect(sampleImages(classes(), 6)).toEqual([]);
  });
});
