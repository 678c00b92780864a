/** A network of one logit as one of two classes. */
import type { ImportedModel } from "./imported-model.js";
import { type NetworkNode, nodeNamed } from "./network.js";
import { BATCH } from "./shape.js";

/**
 * The binary case: one logit z speaks for class 1 and, negated, for class 0, with probabilities sigmoid(−z) and
 * sigmoid(z).
 *
 *     [N, 1] z  →  [N, 2] (−z, z)
 */
export function asTwoClasses(model: ImportedModel): ImportedModel {
  const { network } = model;
  const logit = nodeNamed(network, network.outputs[0]!);
  const negated: NetworkNode = {
    name: `%negated ${logit.name}`,
    operation: { type: "scalar", function: { name: "negate" } },
    inputs: [logit.name],
    shape: logit.shape,
  };
  const classes: NetworkNode = {
    name: `%classes of ${logit.name}`,
    operation: { type: "concat", axis: 1 },
    inputs: [negated.name, logit.name],
    shape: [BATCH, 2],
  };
  const nodes = new Map(network.nodes).set(negated.name, negated).set(classes.name, classes);
  return { ...model, network: { ...network, nodes, outputs: [classes.name] }, outputs: 2, stripped: "sigmoid" };
}
