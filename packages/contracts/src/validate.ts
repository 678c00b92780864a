/**
 * Parsing of documents that come from outside. A document that does not fit its schema is refused with one line that
 * carries the path (a JSON pointer), what was expected and what arrived. NaN and infinities are refused, since JSON
 * cannot hold them; unknown properties are let through, so that a later minor addition does not break an older reader.
 */
import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Errors, Pointer } from "typebox/value";
import { type ErrorCode, GipfelError } from "./errors.js";
import { GraphDocument } from "./graph-document.js";

type SchemaError = ReturnType<typeof Errors>[number];

/** Compiled once per schema: interpreting one takes a tenth of a second for a large graph. */
const validators = new WeakMap<TSchema, Validator>();

function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}

/**
 * Returns `value` typed by `schema`.
 *
 * @param subject what is being parsed, as the message names it: "graph document"
 * @throws GipfelError with `code`, naming the first place that does not fit
 */
export function parseAs<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  code: ErrorCode,
  subject: string,
): Static<Schema> {
  if (validatorOf(schema).Check(value)) return value as Static<Schema>;
  const errors = Errors(schema, value);
  const path = errors[0].instancePath;
  const here = errors.filter((error) => error.instancePath === path);
  throw new GipfelError(code, `${subject}: ${path || "/"}: expected ${expectation(here)}, got ${arrival(value, path)}`);
}

/**
 * Parses a graph document, version 1: schema, unique ids, references between layers, nodes, edges and segments, one
 * node in the one output layer, and edges that lead from a lower to a higher depth, so that the graph has no cycle.
 *
 * @throws GipfelError GRAPH_INVALID
 */
export function parseGraphDocument(value: unknown): GraphDocument {
  const header = isRecord(value) ? value : {};
  if (header.format !== "gipfel-graph" || header.version !== 1) {
    throw invalid(
      `expected format "gipfel-graph" and version 1, got format ${show(header.format)} and version ${show(header.version)}`,
    );
  }
  const document = parseAs(GraphDocument, value, "GRAPH_INVALID", "graph document");
  checkReferences(document);
  return document;
}

function checkReferences({ layers, nodes, edges, segments }: GraphDocument): void {
  const depthOfLayer = new Map<string, number>();
  for (const [i, layer] of layers.entries()) {
    if (depthOfLayer.has(layer.id)) throw invalid(`/layers/${i}/id: expected an id used once, got ${show(layer.id)}`);
    depthOfLayer.set(layer.id, layer.depth);
  }
  const depthOfNode = new Map<string, number>();
  for (const [i, node] of nodes.entries()) {
    const depth = depthOfLayer.get(node.layer);
    if (depth === undefined) throw invalid(`/nodes/${i}/layer: expected the id of a layer, got ${show(node.layer)}`);
    if (depthOfNode.has(node.id)) throw invalid(`/nodes/${i}/id: expected an id used once, got ${show(node.id)}`);
    depthOfNode.set(node.id, depth);
  }
  const outputs = layers.filter((layer) => layer.role === "output");
  if (outputs.length !== 1) throw invalid(`/layers: expected one layer with role "output", got ${outputs.length}`);
  const logits = nodes.filter((node) => node.layer === outputs[0].id);
  if (logits.length !== 1) throw invalid(`/nodes: expected one node in the output layer, got ${logits.length}`);

  const seen = new Map<string, Set<string>>();
  for (const [i, { source, target }] of edges.entries()) {
    const from = depthOfNode.get(source);
    const to = depthOfNode.get(target);
    if (from === undefined) throw invalid(`/edges/${i}/source: expected the id of a node, got ${show(source)}`);
    if (to === undefined) throw invalid(`/edges/${i}/target: expected the id of a node, got ${show(target)}`);
    if (from >= to)
      throw invalid(`/edges/${i}: expected a target deeper than its source, got depths ${from} and ${to}`);
    const sources = seen.get(target) ?? new Set();
    if (sources.has(source))
      throw invalid(`/edges/${i}: expected one edge from ${show(source)} to ${show(target)}, got two`);
    seen.set(target, sources.add(source));
  }
  for (const [i, { target, sources }] of segments.entries()) {
    const unknown = [target, ...sources].find((layer) => !depthOfLayer.has(layer));
    if (unknown !== undefined) throw invalid(`/segments/${i}: expected the ids of layers, got ${show(unknown)}`);
  }
}

function invalid(message: string): GipfelError {
  return new GipfelError("GRAPH_INVALID", `graph document: ${message}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What the schema wants at one path; the alternatives of a union are joined by "or". */
function expectation(errors: SchemaError[]): string {
  const alternatives = errors.filter((error) => error.keyword !== "anyOf").map(expectationOf);
  return [...new Set(alternatives)].join(" or ");
}

function expectationOf(error: SchemaError): string {
  switch (error.keyword) {
    case "type":
      return error.params.type === "number" ? "a finite number" : String(error.params.type);
    case "const":
      return show(error.params.allowedValue);
    case "required":
      return `the properties ${error.params.requiredProperties.join(", ")}`;
    case "boolean":
      return "nothing";
    case "minimum":
      return `at least ${error.params.limit}`;
    case "maximum":
      return `at most ${error.params.limit}`;
    case "enum":
      return `one of ${error.params.allowedValues.join(", ")}`;
    case "minItems":
      return `at least ${error.params.limit} items`;
    case "pattern":
      return `text that matches ${error.params.pattern}`;
    default:
      return `a value that ${error.message}`;
  }
}

function arrival(value: unknown, path: string): string {
  return show(Pointer.Get(value, path));
}

/** A value in at most 60 characters. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
