import {
  type AttributionIndex,
  type ComparedSelections,
  compareSelections,
  documentRanks,
  type GraphComparison,
  pruneToShare,
  type Selection,
} from "@gipfel/graph";
import type { NodeMark } from "../../canvas/picture.js";
import type { GraphModel } from "../../graph-model/graph-model.js";
import type { Link } from "../../graph-model/link.js";
import { orderAround, type RankOrder } from "../../graph-model/rank-order.js";
import { Scene } from "../../graph-model/scene.js";
import { shareAt, shareSteps, stepOf } from "../../graph-model/share-steps.js";

interface Both<T> {
  readonly a: T;
  readonly b: T;
}

/** A difference of this size, or more, is drawn at full width: the same in all comparisons, whatever is shown. */
export const fullDifference = 0.5;

/** What both pictures show at a share of each graph. */
export function shownAt(
  comparison: GraphComparison,
  graphs: Both<AttributionIndex>,
  share: number,
): ComparedSelections {
  return compareSelections(comparison, graphs, {
    a: pruneToShare(graphs.a, share),
    b: pruneToShare(graphs.b, share),
  });
}

/** What can be told apart at a first glance, beside a table. */
const readable = { nodesPerRank: 8, edgesPerRank: 20 };

/** The largest share of each, at a step of the slider, at which the picture of both is not crowded. */
export function comparedOpening({ union }: GraphComparison, shown: (share: number) => ComparedSelections): number {
  const { ranks } = documentRanks(union);
  const isReadable = ({ nodes, edges }: ComparedSelections) =>
    edges.size <= readable.edgesPerRank * ranks.length &&
    ranks.every((rank) => rank.filter((id) => nodes.has(id)).length <= readable.nodesPerRank);
  // Pictures are nested, so what is crowded stays crowded as the share grows.
  let [least, most] = [1, shareSteps];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (isReadable(shown(shareAt(middle)))) least = middle;
    else most = middle - 1;
  }
  return shareAt(least);
}

/**
 * Ranks in drawing order such that what is shown at a share stands in the middle and what larger shares add around it:
 * the slider moves nothing.
 */
export function comparedRanks(
  { union }: GraphComparison,
  shown: (share: number) => ComparedSelections,
  opening: number,
): RankOrder[] {
  const stride = 12;
  const selectionAt = (share: number): Selection => {
    const { nodes, edges } = shown(share);
    return { nodes: new Set(nodes.keys()), edges: new Set(edges.keys()) };
  };
  const steps = Math.floor((shareSteps - stepOf(opening)) / stride);
  const larger = Array.from({ length: steps }, (_, i) => selectionAt(shareAt(stepOf(opening) + (i + 1) * stride)));
  return orderAround(union, [selectionAt(opening), ...larger]);
}

/** Links by what tells both graphs apart: sign and width of the difference, dashed where one picture alone has them. */
export function comparedScene(model: GraphModel, { edges }: GraphComparison, shown: ComparedSelections): Scene {
  const links = model.links.flatMap((link): Link[] => {
    const [membership, edge] = [shown.edges.get(link.key), edges.get(link.key)];
    if (!membership || !edge) return [];
    const strength = Math.min(1, Math.abs(edge.difference) / fullDifference);
    return [{ ...link, sign: Math.sign(edge.difference), unsure: membership !== "both", strength }];
  });
  return new Scene(
    new Set(shown.nodes.keys()),
    links.sort((x, y) => x.strength - y.strength),
  );
}

const marks = { a: { letter: "A", colour: "positive" }, b: { letter: "B", colour: "negative" } } as const;

/** Marks of the nodes that one picture alone shows. */
export function comparedMarks({ nodes }: ComparedSelections): Map<string, NodeMark> {
  return new Map([...nodes].flatMap(([id, membership]) => (membership === "both" ? [] : [[id, marks[membership]]])));
}
