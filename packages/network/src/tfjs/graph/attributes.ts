import { describeJson, isObject, type JsonObject, property } from "../json.js";

/**
 * The attributes of one node of a GraphDef in JSON: `{name: {i | f | b | s | type | shape | list}}`, integers as
 * numbers or text, texts in base64 or as bytes. Methods throw RangeError where a value is of the wrong kind.
 */
export class Attributes {
  constructor(private readonly values: JsonObject) {}

  boolean(name: string, fallback: boolean): boolean {
    return this.#kind(name, "b") === undefined ? fallback : this.#kind(name, "b") === true;
  }

  number(name: string, fallback: number): number {
    const value = this.#kind(name, "f") ?? this.#kind(name, "i");
    return value === undefined ? fallback : numberOf(value, name);
  }

  text(name: string, fallback: string): string {
    const value = this.#kind(name, "s");
    return value === undefined ? fallback : textOf(value, name);
  }

  integers(name: string): number[] | undefined {
    return this.#list(name, "i")?.map((value) => numberOf(value, name));
  }

  texts(name: string): string[] {
    return (this.#list(name, "s") ?? []).map((value) => textOf(value, name));
  }

  /** Sizes of a shape; open ones are −1. Undefined where the rank is unknown. */
  shape(name: string): number[] | undefined {
    return shapeOfProto(this.#kind(name, "shape"));
  }

  #kind(name: string, kind: string): unknown {
    const attribute = property(this.values, name);
    return isObject(attribute) ? property(attribute, kind) : undefined;
  }

  #list(name: string, kind: string): unknown[] | undefined {
    const list = this.#kind(name, "list");
    if (!isObject(list)) return undefined;
    const values = property(list, kind);
    return Array.isArray(values) ? (values as unknown[]) : undefined;
  }
}

/** Sizes of a TensorShapeProto in JSON. */
export function shapeOfProto(shape: unknown): number[] | undefined {
  if (!isObject(shape) || property(shape, "unknownRank") === true) return undefined;
  const dim = property(shape, "dim");
  if (!Array.isArray(dim)) return [];
  return dim.map((dimension) => numberOf(isObject(dimension) ? property(dimension, "size") : undefined, "shape"));
}

function numberOf(value: unknown, name: string): number {
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) {
    throw new RangeError(`its attribute ${name} is ${describeJson(value)}, expected a number`);
  }
  return number;
}

function textOf(value: unknown, name: string): string {
  if (typeof value === "string") return Buffer.from(value, "base64").toString("utf8");
  if (Array.isArray(value)) return String.fromCharCode(...(value as number[]));
  throw new RangeError(`its attribute ${name} is ${describeJson(value)}, expected a text`);
}
