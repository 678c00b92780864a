/** Whether a file takes images `[N, H, W, C]`: by what it does with them, else by their sizes. */
import { isChannelsLast } from "../image-input.js";
import { Attributes } from "./attributes.js";
import type { GraphProto, NodeProto } from "./format.js";

/** What leaves the axes of the images as they are, where the other operand is a constant. */
const elementwise = new Set(["Cast", "Identity", "Add", "Sub", "Mul", "Div", "DequantizeLinear", "QuantizeLinear"]);

/** @param sizes of the input, that of the batch first and 0 where open. */
export function takesChannelsLast({ node: nodes = [] }: GraphProto, input: string, sizes: readonly number[]): boolean {
  if (sizes.length !== 4) return false;
  const orders = permutations(nodes, input);
  if (orders.length > 0 && orders.every((order) => order === "0,3,1,2")) return true;
  if (orders.length > 0 && orders.every((order) => order === "0,2,3,1")) return false;
  return isChannelsLast(sizes);
}

/** How the images are transposed wherever they are read first; an empty word where they are not. */
function permutations(nodes: readonly NodeProto[], input: string): string[] {
  const orders: string[] = [];
  // What is added on the way is visited too, and nothing twice: a hostile graph may lead in a circle.
  const tensors = new Set([input]);
  for (const tensor of tensors) {
    for (const reader of nodes.filter((node) => node.input?.includes(tensor))) {
      if (reader.opType === "Transpose") orders.push((new Attributes(reader).integers("perm") ?? []).join());
      else if (elementwise.has(reader.opType)) tensors.add(reader.output![0]!);
      else orders.push("");
    }
  }
  return orders;
}
