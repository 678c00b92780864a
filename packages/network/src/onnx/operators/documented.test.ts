import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { operators } from "./index.js";

const page = readFileSync(new URL("../../../../../docs/own-network.md", import.meta.url), "utf8");

describe("the table of operators in docs/own-network.md", () => {
  it("names those that are read, and no other", () => {
    const table = page.slice(page.indexOf("### Operations"), page.indexOf("None of them may mix"));
    const rows = table.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| kind"));
    const named = rows.flatMap((row) => [...row.matchAll(/`([A-Z]\w*)`/g)].map(([, name]) => name!));
    expect(named.sort()).toEqual(Object.keys(operators).sort());
  });
});
