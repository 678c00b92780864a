import { GipfelError } from "@gipfel/contracts";
import type { AttributeProto, NodeProto } from "./format.js";

/** Attributes of one ONNX node with their defaults. */
export class Attributes {
  readonly #byName: Map<string, AttributeProto>;

  constructor(readonly node: NodeProto) {
    this.#byName = new Map((node.attribute ?? []).map((attribute) => [attribute.name, attribute]));
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }
  float(name: string, fallback: number): number {
    const attribute = this.#byName.get(name);
    return attribute ? (attribute.f ?? 0) : fallback;
  }
  integer(name: string, fallback: number): number {
    const attribute = this.#byName.get(name);
    return attribute ? (attribute.i ?? 0) : fallback;
  }
  integers(name: string): number[] | undefined {
    return this.#byName.get(name)?.ints;
  }
  floats(name: string): number[] | undefined {
    return this.#byName.get(name)?.floats;
  }
  text(name: string, fallback: string): string {
    const value = this.#byName.get(name)?.s;
    return value ? Buffer.from(value).toString("utf8") : fallback;
  }
}

/** An error that names the operation and its node. */
export function unsupported(node: NodeProto, reason: string): GipfelError {
  return new GipfelError("MODEL_UNSUPPORTED", `${describeNode(node)}: ${reason}`);
}

function describeNode(node: NodeProto): string {
  const name = node.name || node.output?.[0];
  return `operation ${qualifiedName(node)}${name ? ` (node ${name})` : ""}`;
}

/** The operator's name, with its domain where that is not ONNX's own. */
export function qualifiedName({ domain, opType }: NodeProto): string {
  return domain && domain !== "ai.onnx" ? `${domain}.${opType}` : opType;
}
