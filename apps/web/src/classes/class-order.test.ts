import type { AnalysisClass } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { orderClasses } from "./class-order.js";

const entry = (name: string, accuracy: number | null = null): AnalysisClass => ({
  ...{ id: name, name, accuracy },
  ...{ index: 0, images: 10 },
});
const classes = [entry("class 10", 0.9), entry("class 2", 0.4), entry("Class 1"), entry("owl", 0.4)];
const names = (...given: Parameters<typeof orderClasses>) => orderClasses(...given).map(({ name }) => name);

describe("orderClasses", () => {
  it("orders names as people count", () => {
    expect(names(classes, "", "name", null)).toEqual(["Class 1", "class 2", "class 10", "owl"]);
  });

  it("finds by a part of the name, whatever its case", () => {
    expect(names(classes, " CLASS 1", "name", null)).toEqual(["Class 1", "class 10"]);
  });

  it("puts the lowest accuracy first, equal ones by name, and unknown ones last", () => {
    expect(names(classes, "", "accuracy", null)).toEqual(["class 2", "owl", "class 10", "Class 1"]);
  });

  it("puts the most alike first, and unknown ones last", () => {
    const similarities = new Map([
      ["owl", -0.2],
      ["class 10", 0.7],
      ["class 2", 1],
    ]);
    expect(names(classes, "", "similarity", similarities)).toEqual(["class 2", "class 10", "owl", "Class 1"]);
    expect(names(classes, "", "similarity", null)).toEqual(names(classes, "", "name", null));
  });

  it("leaves what it is given as it is", () => {
    const before = [...classes];
    orderClasses(classes, "", "name", null);
    expect(classes).toEqual(before);
  });
});
