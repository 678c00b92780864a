/**
 * Mass that runs from the class logit back along the edges. A mask says which edges carry it (1) and which drop it
 * (0); denominators are those of the whole graph, so mass on a dropped edge is lost and never goes elsewhere.
 */
import type { AttributionIndex } from "./attribution-index.js";

/**
 * φ: the mass that arrives at each node, `[nodes]`. φ(logit) = 1, φ(u) = Σ_v φ(v) P(u|v) over the edges that carry;
 * where all carry, so do those that the document leaves out.
 *
 * @param carries `[edges]`, 1 or 0; all carry where it is left out
 */
export function massAtNodes(index: AttributionIndex, carries?: Uint8Array): Float64Array {
  const { order, incoming, incomingStart, source, probability } = index;
  const mass = carries === undefined ? index.arriving.slice() : new Float64Array(order.length);
  mass[index.logit] = 1;
  for (const v of order) {
    if (mass[v] === 0) continue;
    for (let k = incomingStart[v]; k < incomingStart[v + 1]; k++) {
      const e = incoming[k];
      if (carries === undefined || carries[e] === 1) mass[source[e]] += mass[v] * probability[e];
    }
  }
  return mass;
}

/**
 * ψ: the fraction of a node's mass that ends somewhere in the selection and is not lost, `[nodes]`.
 * ψ(v) = ends(v) + Σ_u P(u|v) ψ(u) over the edges that carry; 1 at every node of the whole graph.
 */
export function keptFraction(index: AttributionIndex, carries: Uint8Array): Float64Array {
  const { order, incoming, incomingStart, source, probability, ends } = index;
  const fraction = Float64Array.from(ends);
  for (let i = order.length - 1; i >= 0; i--) {
    const v = order[i];
    for (let k = incomingStart[v]; k < incomingStart[v + 1]; k++) {
      const e = incoming[k];
      if (carries[e] === 1) fraction[v] += probability[e] * fraction[source[e]];
    }
  }
  return fraction;
}

/** The mass that ends in the nodes it reaches along the edges that carry: share of the selection, logit included. */
export function endingMass(index: AttributionIndex, carries?: Uint8Array): number {
  const mass = massAtNodes(index, carries);
  let total = 0;
  for (let v = 0; v < mass.length; v++) total += mass[v] * index.ends[v];
  return total;
}
