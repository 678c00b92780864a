import { consumersOf, type Network, type NetworkBuilder, type NetworkNode } from "@gipfel/network";
import { activationRoots } from "../../backward/activation-roots.js";
import type { AttributionGraph } from "../../methods/attribution-graph.js";
import { derivativeContext } from "../../methods/gradient.js";
import type { RuleContext } from "../derivative/rule.js";
import { type ImageView, imageViews } from "./image-view.js";
import type { LinearLayer } from "./linear-layer.js";
import type { LinearRule } from "./linear-rule.js";
import { type ValueRange, valueRanges } from "./value-range.js";

/** What the rules of relevance see of a network. */
export interface RelevanceContext {
  readonly builder: NetworkBuilder;
  readonly network: Network;
  /** For operations that carry relevance as they carry derivatives. */
  readonly derivative: RuleContext;
  /** Nonlinear elementwise functions, each with the tensor it is a function of. */
  readonly roots: ReadonlyMap<string, string>;
  readonly ranges: ReadonlyMap<string, ValueRange>;
  readonly images: ReadonlyMap<string, ImageView>;
  readonly consumers: ReadonlyMap<string, readonly NetworkNode[]>;
  readonly ruleOf: (layer: LinearLayer) => LinearRule;
  /** Says in the result that something other than a rule of the literature was taken; a sentence. */
  note(sentence: string): void;
}

export function relevanceContext(graph: AttributionGraph, ruleOf: RelevanceContext["ruleOf"]): RelevanceContext {
  const { builder, network } = graph;
  return {
    builder,
    network,
    derivative: derivativeContext(graph),
    roots: activationRoots(network, graph.moving),
    ranges: valueRanges(network),
    images: imageViews(graph),
    consumers: consumersOf(network),
    ruleOf,
    note: (sentence) => graph.notes.add(sentence),
  };
}
