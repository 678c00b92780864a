import { GipfelError, parseAs } from "@gipfel/contracts";
import type { FastifySchemaCompiler } from "fastify";
import { IsObject, type TObject, type TSchema } from "typebox";
import { Value } from "typebox/value";
import { TransportError } from "./problem.js";

/** As the messages name them. */
const subjects: Record<string, string> = { body: "body", params: "address", querystring: "query" };

/**
 * Validates a part of a request by its schema, with defaults filled in. The parts of an address come as text: numbers are
 * read from it, and parameters that the schema does not know are refused, since a mistyped one would go unnoticed.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart = "body" }) => {
  const textual = httpPart !== "body" && IsObject(schema);
  return (given: unknown) => {
    try {
      const read = textual ? readNumbers(schema, given) : given;
      const value = parseAs(schema, Value.Default(schema, read), "OPTION_INVALID", subjects[httpPart] ?? httpPart);
      return { value };
    } catch (error) {
      if (error instanceof TransportError) return { error };
      if (error instanceof GipfelError) return { error: new TransportError("REQUEST_INVALID", error.message) };
      throw error;
    }
  };
};

function readNumbers(schema: TObject, given: unknown): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(given ?? {})) {
    const property: TSchema | undefined = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (property === undefined) {
      const known = Object.keys(schema.properties).join(", ");
      throw new TransportError("REQUEST_INVALID", `query: no parameter ${name.slice(0, 60)}; there are: ${known}`);
    }
    read[name] = isNumeric(property) && typeof text === "string" ? numberOf(text) : text;
  }
  return read;
}

function isNumeric(schema: TSchema): boolean {
  return "type" in schema && (schema.type === "integer" || schema.type === "number");
}

/** What is no decimal number stays text, and the schema refuses it. */
function numberOf(text: string): number | string {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
