import type { NetworkNode, Value } from "@gipfel/network";
import { secant } from "../../calculus/secant.js";
import { elementwiseBody } from "../../plan/elementwise.js";
import type { ConstantPool } from "../../replay.js";
import type { DifferenceContext } from "./rule.js";

/** Δy / Δx of a function y = σ(x) of one number, σ' where the two are close (Shrikumar et al. 2017, section 3.5.2). */
export function rescaleMultiplier(
  context: DifferenceContext,
  constants: ConstantPool,
  root: string,
  node: NetworkNode,
): Value {
  const { builder, network } = context;
  const f = { network, root, body: elementwiseBody(network, root, node) };
  return secant(
    builder,
    constants,
    f,
    { root: context.baselineAt(root), value: context.baselineAt(node.name) },
    { root: context.valueAt(root), value: context.valueAt(node.name) },
  );
}
