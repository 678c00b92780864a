import { type Endpoint, endpoints } from "@gipfel/contracts";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
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

  it("is valid by the specification's own schema", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect({ valid, errors }).toMatchObject({ valid: true });
  });

  it("holds schemas of JSON Schema 2020-12, which that schema leaves unchecked", () => {
    const ajv = new Ajv2020({ strict: false });
    const schemas = schemasIn(document);
    expect(schemas.length).toBeGreaterThan(100);
    for (const schema of schemas) {
      expect({ schema, valid: ajv.validateSchema(schema), errors: ajv.errors }).toMatchObject({ valid: true });
    }
    expect(JSON.stringify(schemas)).toContain("prefixItems");
  });

  it("documents 304 wherever the server takes `If-None-Match`, which streams of events do not", () => {
    expect(operations.get("showGraph")!.operation.responses).toHaveProperty("304");
    expect(operations.get("watchAnalysis")!.operation.responses).not.toHaveProperty("304");
    for (const { operation } of operations.values()) {
      const isTagged = operation.parameters.some(({ name }) => name === "If-None-Match");
      expect({ operation, documented: "304" in operation.responses }).toMatchObject({ documented: isTagged });
    }
  });

  it("refers to nothing that it does not hold", async () => {
    const validator = new Validator();
    await validator.validate(structuredClone(document));
    expect(JSON.stringify(document)).toContain('"$ref":"#/components/');
    expect(() => validator.resolveRefs()).not.toThrow();
  });
});

/** The schemas of parameters, bodies and components. */
function schemasIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "schema") return [inner];
    return key === "schemas" ? Object.values(inner) : schemasIn(inner);
  });
}
