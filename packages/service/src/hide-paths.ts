/** Keeps the paths of this machine out of what leaves the service. */
import { tmpdir } from "node:os";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { withFieldNames } from "./field-names.js";
import type { Places } from "./places.js";

/**
 * Below the data root, names stay relative to it; below the other folders only the last part of a path means something to
 * a caller.
 */
export class PathHider {
  constructor(private readonly places: Pick<Places, "state" | "dataRoot" | "outside">) {}

  text(text: string): string {
    const { state, dataRoot, outside } = this.places;
    return withFieldNames(withoutPaths(text, dataRoot, [...outside, state, tmpdir(), process.cwd()]));
  }

  /** Errors that are not of the catalogue pass: nobody but the log is shown their messages. */
  error(error: unknown): unknown {
    if (!(error instanceof GipfelError)) return error;
    const message = this.text(error.message);
    return message === error.message
      ? error
      : new GipfelError(error.code, message, { cause: error, details: error.details });
  }
}

export function withoutPaths(text: string, dataRoot: string | null, folders: readonly string[]): string {
  let hidden = text;
  if (dataRoot !== null) hidden = hidden.replaceAll(`${dataRoot}/`, "").replaceAll(dataRoot, "the data root");
  for (const folder of folders.filter(({ length }) => length > 1)) {
    const pattern = new RegExp(`${escaped(folder)}((?:/[^/\\s:;,'"()]+)*)/?`, "g");
    hidden = hidden.replace(pattern, (_, rest: string) => rest.split("/").pop() || "a folder of the service");
  }
  return hidden;
}

/** An object whose methods reject with errors that may leave the service. */
export function guarded<T extends object>(group: T, hider: PathHider): T {
  return new Proxy(group, {
    get(target, property, receiver) {
      const value: unknown = Reflect.get(target, property, receiver);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        try {
          const result: unknown = Reflect.apply(value, target, given);
          return result instanceof Promise ? result.catch((error: unknown) => rethrow(hider.error(error))) : result;
        } catch (error) {
          throw hider.error(error);
        }
      };
    },
  });
}

function rethrow(error: unknown): never {
  throw error instanceof Error ? error : new Error(messageOf(error));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
