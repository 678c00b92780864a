import { messageOf } from "@gipfel/contracts";
import { TransportError } from "./problem.js";

/** Deeper than any request of the API needs; what walks a value by recursion stays far from the end of the stack. */
const maximalDepth = 32;

/**
 * Parses the body of a request. Nothing stands for an empty one.
 *
 * @throws TransportError REQUEST_INVALID for what is no JSON, nests deeper than 32, holds a number that is not finite
 *   (such as 1e999), or a key that would change prototypes
 */
export function parseJsonBody(text: string): unknown {
  if (text.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TransportError("REQUEST_INVALID", `The body is not JSON: ${messageOf(error).slice(0, 200)}`);
  }
  checkValue(value);
  return value;
}

/** Without recursion, since the value may be deep. */
function checkValue(root: unknown): void {
  const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new TransportError("REQUEST_INVALID", "The body holds a number that is not finite");
    }
    if (typeof value !== "object" || value === null) continue;
    if (depth >= maximalDepth) {
      throw new TransportError("REQUEST_INVALID", `The body nests deeper than ${maximalDepth} levels`);
    }
    if (Object.hasOwn(value, "__proto__")) {
      throw new TransportError("REQUEST_INVALID", "The body has a property __proto__, which is not accepted");
    }
    for (const inner of Object.values(value)) pending.push({ value: inner, depth: depth + 1 });
  }
}
