/** Cost of the second pass, by structure: runs of a segment, and their share of the work of the network. */
import { isCollected, type SegmentPlan } from "@gipfel/attribution";
import { fixedSize, type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import { pathPoints } from "./3-edges/segment-runner.js";

/** Reading and writing an element costs as much as this many multiplications in a convolution. */
const elementCost = 8;

/** Multiplications of a node for one image, and what its elements cost besides. */
function nodeCost(network: Network, { operation, inputs, shape }: NetworkNode): number {
  const elements = fixedSize(shape.slice(1));
  const kernel = network.constants.get(inputs[1] ?? "")?.shape;
  switch (operation.type) {
    case "convolution":
      return elements * (elementCost + (kernel ? fixedSize(kernel.slice(1)) : 1));
    case "matMul": {
      const left = nodeNamed(network, inputs[0]!).shape;
      return elements * (elementCost + fixedSize(left.slice(operation.transposeA ? -2 : -1).slice(0, 1)));
    }
    case "maxPool":
    case "averagePool":
      return elements * operation.kernel[0] * operation.kernel[1];
    default:
      return elements * elementCost;
  }
}

/** Work of a segment, forward, in inferences of the network. */
export function segmentShare(network: Network, { nodes }: Pick<SegmentPlan, "nodes">): number {
  const cost = (some: Iterable<NetworkNode>) => [...some].reduce((sum, node) => sum + nodeCost(network, node), 0);
  return cost(nodes) / cost(network.nodes.values());
}

/** Fewest and most points of a path, all doublings counted; null where the collection pass does it. */
export function segmentPasses(segment: SegmentPlan): { least: number; most: number } | null {
  if (isCollected(segment)) return null;
  if (segment.kind === "exact") return { least: 1, most: 1 };
  return { least: pathPoints.first, most: 2 * pathPoints.most - pathPoints.first };
}
