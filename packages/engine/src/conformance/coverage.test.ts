import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decodeModel } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { operatorCases } from "./operator-cases.js";

const page = readFileSync(new URL("../../../../docs/own-network.md", import.meta.url), "utf8");
const fixtures = fileURLToPath(new URL("../../fixtures/operations/", import.meta.url));

const operatorsIn = (model: Uint8Array) => (decodeModel(model).graph?.node ?? []).map(({ opType }) => opType);

describe("the operators that are read", () => {
  it("have a case each that every engine is asked", () => {
    const table = page.slice(page.indexOf("### Operations"), page.indexOf("`If` and `Loop`"));
    const rows = table.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| kind"));
    const read = rows.flatMap((row) => [...row.matchAll(/`([A-Z]\w*)`/g)].map(([, name]) => name!));
    const asked = new Set([
      ...operatorCases.flatMap(({ model }) => operatorsIn(model)),
      ...readdirSync(fixtures).flatMap((name) => operatorsIn(readFileSync(`${fixtures}${name}/model.onnx`))),
    ]);
    expect(read.length).toBeGreaterThan(90);
    expect(read.filter((name) => !asked.has(name))).toEqual([]);
  });
});
