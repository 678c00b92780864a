import { methodNames, methodParameters } from "@gipfel/contracts";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { allMethodsFrom, methodFrom, withMethodOptions } from "./method-arguments.js";

function parse(...words: string[]): object {
  return withMethodOptions(new Command()).parse(words, { from: "user" }).opts();
}

describe("options of methods", () => {
  it("give numbers as numbers, choices and files as text", () => {
    const given = parse("--first-layer", "flat", "--gamma", "0.5");
    expect(methodFrom("lrp", given).parameters).toMatchObject({ firstLayer: "flat", gamma: 0.5, rule: "epsilon-plus" });
    expect(methodFrom("integrated-gradients", parse("--steps", "7", "--baseline", "3")).parameters).toMatchObject({
      steps: 7,
      baseline: "3",
    });
  });

  it("exist for every parameter of every method", () => {
    const known = withMethodOptions(new Command()).options.map((option) => option.attributeName());
    for (const name of methodNames)
      for (const parameter of methodParameters(name)) expect(known).toContain(parameter.name);
  });

  it("go to each of all methods that takes them", () => {
    const methods = allMethodsFrom(parse("--steps", "7", "--gamma", "0.5"));
    expect(methods.map(({ name }) => name)).toEqual(methodNames);
    for (const { name, parameters } of methods) {
      const taken = methodParameters(name).flatMap((own) =>
        own.name === "steps" ? [7] : own.name === "gamma" ? [0.5] : [],
      );
      expect(Object.values(parameters).filter((value) => value === 7 || value === 0.5)).toEqual(taken);
    }
    expect(() => allMethodsFrom(parse("--gamma", "much"))).toThrow(/gamma/);
  });

  it.each([
    ["nothing", [], /--method is nothing; it takes gradient, saliency, /],
    ["gradient", ["--gamma", "1"], /--gamma is no option of gradient, which takes --form/],
    ["saliency", ["--form", "signed"], /--form is no option of saliency, which takes none/],
    ["lrp", ["--gamma", "much"], /\/gamma: expected a finite number, got "much"/],
  ])("of %s refuse %o", (name, words, message) => {
    expect(() => methodFrom(name, parse(...words))).toThrow(message);
  });
});
