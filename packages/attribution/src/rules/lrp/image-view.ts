/**
 * Linear layers that read the image have rules of their own, which ask not what the image holds but what it could hold.
 * They read it as it is, or through padding, a change of layout or a normalisation that is part of the network.
 */
import { GipfelError } from "@gipfel/contracts";
import { filled, fixedDimension, type NetworkNode, sameShape, tensor, type Value } from "@gipfel/network";
import type { AttributionGraph } from "../../methods/attribution-graph.js";
import { activationInputs, isAffineElementwise } from "../../plan/elementwise.js";
import { replay } from "../../replay.js";

/** A tensor that holds the image, each number at most moved, scaled and shifted. */
export interface ImageView {
  /** 1 where a number of the image lies, 0 in padding; of the shape of the tensor with one image. */
  ones(): Value;
  /**
   * The least and the largest value of each number, of that shape.
   *
   * @throws GipfelError METHOD_UNDEFINED where the range of the input is not known.
   */
  bounds(): { readonly low: Value; readonly high: Value };
}

const movements = new Set(["reshape", "transpose", "slice", "pad", "concat"]);

/** The tensors that are views of the image, by name; none where attributions are of a hidden layer. */
export function imageViews(graph: AttributionGraph): Map<string, ImageView> {
  if (graph.subject.level !== graph.input.name) return new Map();
  const path: NetworkNode[] = [];
  const seen = new Set([graph.input.name]);
  for (const node of graph.moving) {
    if (!showsImage(graph, node, seen)) continue;
    seen.add(node.name);
    path.push(node);
  }
  return new Map([...seen].map((name) => [name, viewOf(graph, path, name)]));
}

function showsImage({ network }: AttributionGraph, node: NetworkNode, seen: ReadonlySet<string>): boolean {
  if (movements.has(node.operation.type)) return node.inputs.every((input) => seen.has(input));
  const inputs = activationInputs(network, node);
  const scaled = inputs.length === 1 && isAffineElementwise(network, node);
  return scaled && seen.has(inputs[0]!) && sameShape(node.shape, network.nodes.get(inputs[0]!)!.shape);
}

function viewOf(graph: AttributionGraph, path: readonly NetworkNode[], name: string): ImageView {
  const { builder, network, constants, input } = graph;
  const shape = [1, ...input.shape.slice(1).map((_, axis) => fixedDimension(input.shape, axis + 1))];
  const carried = (start: Value, follow: (node: NetworkNode, values: Map<string, Value>) => void): Value => {
    const values = new Map([[input.name, start]]);
    for (const node of path) follow(node, values);
    return values.get(name)!;
  };
  const valued = (start: readonly number[]) =>
    carried(perChannel(graph, start, shape), (node, values) => replay(builder, constants, [node], values));
  return {
    ones: () =>
      carried(builder.constant(filled(shape, 1)), (node, values) => {
        const { operation } = node;
        if (operation.type === "pad") {
          replay(builder, constants, [{ ...node, operation: { ...operation, value: 0 } }], values);
        } else if (movements.has(operation.type)) {
          replay(builder, constants, [node], values);
        } else {
          values.set(node.name, values.get(activationInputs(network, node)[0]!)!);
        }
      }),
    bounds() {
      const { inputRange } = graph.subject;
      if (!inputRange) {
        throw new GipfelError(
          "METHOD_UNDEFINED",
          "the z-box rule needs the least and the largest value of a pixel, which are not known here; take another first layer",
        );
      }
      const ends = [valued(inputRange.low), valued(inputRange.high)] as const;
      return { low: builder.binary("minimum", ...ends), high: builder.binary("maximum", ...ends) };
    },
  };
}

function perChannel({ builder }: AttributionGraph, values: readonly number[], shape: readonly number[]): Value {
  const size = shape.slice(2).reduce((product, dimension) => product * dimension, 1);
  const data = values.flatMap((value) => new Array<number>(size).fill(value));
  return builder.constant(tensor(shape, data));
}
