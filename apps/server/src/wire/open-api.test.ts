import { type Endpoint, endpoints } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "./open-api.js";

interface Operation {
  readonly operationId: string;
  readonly parameters: { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

const document = JSON.parse(JSON.stringify(openApiDocument("1.2.3")));
const operations = new Map(
  Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [operation.operationId, { path, method, operation }]),
  ),
);

describe("openApiDocument", () => {
  it("is OpenAPI 3.1 of this version", () => {
    expect(document).toMatchObject({ openapi: "3.1.0", info: { version: "1.2.3", license: { name: "MIT" } } });
  });

  it.each(Object.entries<Endpoint>(endpoints))("has %s with all that it takes and gives", (name, endpoint) => {
    const { path, method, operation } = operations.get(name)!;
    expect(method.toUpperCase()).toBe(endpoint.method);
    expect(path.replace(/\{(\w+)\}/g, ":$1")).toBe(endpoint.path);
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map((parameter) => parameter.name).sort()).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, n]) => n).sort(),
    );
    for (const parameter of inPath) expect(parameter.required).toBe(true);
    expect(operation.responses).toHaveProperty(String(endpoint.status ?? 200));
    expect(operation.requestBody !== undefined).toBe(endpoint.body !== undefined);
  });

  it("has tuples as JSON Schema 2020-12 writes them, and never a list of schemas as items", () => {
    let tuples = 0;
    const check = (value: unknown) => {
      if (typeof value !== "object" || value === null) return;
      if ("prefixItems" in value) tuples += 1;
      if ("items" in value) expect(Array.isArray(value.items)).toBe(false);
      expect(value).not.toHaveProperty("additionalItems");
      for (const inner of Object.values(value)) check(inner);
    };
    check(document);
    expect(tuples).toBeGreaterThan(10);
  });

  it("says where what a client has need not be sent again", () => {
    expect(operations.get("showGraph")!.operation.responses).toHaveProperty("304");
    expect(operations.get("watchAnalysis")!.operation.responses).not.toHaveProperty("304");
  });

  it("refers to nothing that it does not hold", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path);
    expect(references.length).toBeGreaterThan(0);
    for (const path of new Set(references)) {
      expect(path.split("/").reduce((place, key) => place?.[key], document)).toBeDefined();
    }
  });
});
