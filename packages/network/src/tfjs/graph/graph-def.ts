/** The nodes of a graph model. */
import { GipfelError } from "@gipfel/contracts";
import { describeJson, isName, isObject, type JsonObject, objects, property } from "../json.js";
import { Attributes } from "./attributes.js";

/** One output of a node. */
export interface TensorReference {
  readonly node: string;
  readonly output: number;
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** Data inputs; what only orders execution is left out. */
  readonly inputs: readonly TensorReference[];
  readonly attributes: Attributes;
}

export interface GraphDef {
  readonly nodes: ReadonlyMap<string, GraphNode>;
}

/** @throws GipfelError MODEL_UNREADABLE */
export function readGraphDef(topology: JsonObject, file: string): GraphDef {
  const nodes = new Map<string, GraphNode>();
  for (const node of objects(property(topology, "node"))) {
    const name = property(node, "name");
    const op = property(node, "op");
    const input = property(node, "input") ?? [];
    const attributes = property(node, "attr") ?? {};
    if (!isName(name) || !isName(op) || !isTexts(input) || !isObject(attributes)) {
      throw new GipfelError("MODEL_UNREADABLE", `${file}: node ${describeJson(name)} is malformed`);
    }
    if (nodes.has(name)) throw new GipfelError("MODEL_UNREADABLE", `${file} has two nodes named ${name}`);
    const inputs = input.filter((text) => !text.startsWith("^")).map(readReference);
    nodes.set(name, { name, op, inputs, attributes: new Attributes(attributes) });
  }
  return { nodes };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** `name`, `name:1` or, from inside a function, `name:output:1`. */
export function readReference(text: string): TensorReference {
  const [node = "", ...rest] = text.split(":");
  return { node, output: Number(rest.at(-1) ?? 0) };
}
