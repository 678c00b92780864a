/** Typed reading of JSON that comes from outside. */
import type { Pair } from "../operation.js";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property of the object itself; undefined where it is missing or null. */
export function property(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined;
}

/** The objects of a list; empty where there is no list. */
export function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function isNaturalNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** A name of one line and moderate length, as messages and layers can carry it. */
export function isName(value: unknown): value is string {
  if (typeof value !== "string" || value === "" || value === "__proto__") return false;
  return value.length <= 1000 && !/\p{Cc}/u.test(value);
}

/** A value for a message: on one line, cut off where it is long. */
export function describeJson(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** `kernel_size` as TensorFlow.js spells it inside: `kernelSize`. */
function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The options of a layer by their Keras names, whichever way the file spells them. All methods throw RangeError where
 * a value is of the wrong kind.
 */
export class Options {
  constructor(private readonly values: JsonObject) {}

  /** Undefined where it is missing or null. */
  get(name: string): unknown {
    return property(this.values, name) ?? property(this.values, camelCase(name));
  }

  number(name: string, fallback: number): number {
    const value = this.get(name) ?? fallback;
    if (typeof value !== "number" || !Number.isFinite(value)) throw this.#wrong(name, "a number");
    return value;
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.get(name) ?? fallback;
    if (typeof value !== "boolean") throw this.#wrong(name, "true or false");
    return value;
  }

  /** A word in lower case without underscores, so that `channelsFirst` and `channels_first` are one. */
  word(name: string, fallback: string): string {
    const value = this.get(name) ?? fallback;
    if (typeof value !== "string") throw this.#wrong(name, "a word");
    return value.replaceAll("_", "").toLowerCase();
  }

  /** One integer, or a list of them. */
  integers(name: string): number[] | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (!list.every((item) => Number.isSafeInteger(item))) throw this.#wrong(name, "integers");
    return list as number[];
  }

  /** Height and width: two integers of at least 1, or one for both. */
  pair(name: string, fallback: Pair): Pair {
    const [height, width = height, ...more] = this.integers(name) ?? fallback;
    if (height === undefined || width === undefined || more.length > 0 || height < 1 || width < 1) {
      throw this.#wrong(name, "one or two integers of at least 1");
    }
    return [height, width];
  }

  #wrong(name: string, expected: string): RangeError {
    return new RangeError(`its option ${name} is ${describeJson(this.get(name))}, expected ${expected}`);
  }
}
