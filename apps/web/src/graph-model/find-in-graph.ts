import { nodeLabel } from "../wording.js";
import type { GraphModel } from "./graph-model.js";

/** Something a search leads to. */
export interface Found {
  readonly kind: "node" | "layer" | "class";
  readonly id: string;
  readonly name: string;
  /** Where it belongs, or why it was found. */
  readonly hint: string;
}

const most = 40;

/**
 * What fits a query, best first: classes, layers and nodes by name or id, nodes by the number of one of their neurons.
 * Every word of the query has to be found.
 */
export function findInGraph(
  model: GraphModel,
  classes: readonly { readonly id: string; readonly name: string }[],
  query: string,
): Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const scored = [
    ...classes.map(({ id, name }) => ({
      found: { kind: "class" as const, id, name, hint: "class" },
      // The class node has the same name.
      score: score(words, [name, id]) * 1.01,
    })),
    ...model.document.layers.map((layer) => ({
      found: { kind: "layer" as const, id: layer.id, name: layer.name, hint: "layer" },
      score: score(words, [layer.name, model.layerNames.get(layer.id) ?? ""]),
    })),
    ...model.document.nodes.map((node) => {
      const layer = model.layerNames.get(node.layer) ?? node.layer;
      const neurons = node.neurons.map((n) => `neuron ${n}`);
      const hit =
        node.neurons.length > 1 ? neurons.find((text) => words.some((word) => `neuron ${word}` === text)) : undefined;
      return {
        found: {
          kind: "node" as const,
          id: node.id,
          name: nodeLabel(model, node),
          hint: hit ? `${layer}, with ${hit}` : layer,
        },
        // Among equals, what matters more comes first.
        score:
          score(words, [nodeLabel(model, node), node.id, `${layer} ${nodeLabel(model, node)}`], neurons) +
          node.share / 100,
      };
    }),
  ];
  return scored
    .filter((one) => one.score >= 1)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ found }) => found);
}

/** 0 where a word is missing; else more, the better the words fit. Numbers of neurons count whole, never in part. */
function score(words: readonly string[], names: readonly string[], neurons: readonly string[] = []): number {
  const lower = names.map((name) => name.toLowerCase());
  const query = words.join(" ");
  if (lower.includes(query)) return 5;
  if (neurons.includes(query)) return 4;
  const numbers = new Set(neurons.flatMap((text) => text.split(" ")));
  const hits = words.map((word) => {
    if (numbers.has(word)) return 2;
    if (lower.some((name) => name.split(/[^a-z0-9]+/).includes(word))) return 3;
    if (lower.some((name) => name.startsWith(word))) return 2.5;
    return lower.some((name) => name.includes(word)) ? 1.5 : 0;
  });
  return Math.min(...hits);
}
