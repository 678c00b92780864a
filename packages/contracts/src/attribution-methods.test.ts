import { describe, expect, it } from "vitest";
import { chooseMethod, isMethodName, methodCatalogue, methodNames, methodParameters } from "./attribution-methods.js";

describe("the catalogue of methods", () => {
  it.each(methodNames)("completes %s with defaults that it accepts itself", (name) => {
    const { parameters } = chooseMethod(name);
    expect(chooseMethod(name, parameters).parameters).toEqual(parameters);
    expect(Object.keys(parameters).sort()).toEqual(
      methodParameters(name)
        .map((own) => own.name)
        .sort(),
    );
    expect(methodCatalogue[name].source).toMatch(/\d{4}/);
    for (const own of methodParameters(name)) expect(own.description).not.toBe("undefined");
  });

  it.each([
    ["lrp", { rule: "z" }, /\/rule: expected one of epsilon-plus, .*got "z"/],
    ["lrp", { gamma: -1 }, /\/gamma: expected at least 0, got -1/],
    ["smoothgrad", { samples: 1e6 }, /\/samples: expected at most 10000/],
    ["integrated-gradients", { steps: 1.5 }, /\/steps: expected .*integer.*got 1.5/],
    ["integrated-gradients", { tolerance: Number.NaN }, /\/tolerance/],
    ["gradient", { gamma: 1 }, /\/gamma: expected nothing, got 1/],
  ] as const)("refuses %s with %o", (name, given, message) => {
    expect(() => chooseMethod(name, given)).toThrow(message);
  });

  it("knows its names alone", () => {
    expect(isMethodName("saliency")).toBe(true);
    for (const name of ["toString", "Gradient", ""]) expect(isMethodName(name)).toBe(false);
  });
});
