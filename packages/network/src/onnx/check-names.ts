import type { GraphProto, ModelProto, NodeProto } from "./format.js";

/** Exporters write the path of modules into names, which takes some hundred characters. */
const longestName = 1000;

/**
 * Refuses names that no message and no document can carry.
 *
 * @throws RangeError
 */
export function checkNames({ graph, functions }: ModelProto): void {
  if (graph) checkGraph(graph);
  for (const { node } of functions ?? []) checkNodes(node ?? []);
}

function checkGraph({ initializer, input, output, node }: GraphProto): void {
  for (const { name } of [...(initializer ?? []), ...(input ?? []), ...(output ?? [])]) checkName(name);
  checkNodes(node ?? []);
}

function checkNodes(nodes: readonly NodeProto[]): void {
  for (const { name, opType, domain, input, output, attribute } of nodes) {
    for (const text of [name, opType, domain, ...(input ?? []), ...(output ?? [])]) checkName(text);
    for (const { name: called, g } of attribute ?? []) {
      checkName(called);
      if (g) checkGraph(g);
    }
  }
}

function checkName(name = ""): void {
  if (name.length > longestName) {
    throw new RangeError(`it has a name of ${name.length} characters; at most ${longestName} are read`);
  }
  if (/\p{Cc}/u.test(name)) throw new RangeError(`it has the name ${JSON.stringify(name)}; names are of one line`);
}
