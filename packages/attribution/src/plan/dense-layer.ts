import type { Network, NetworkNode } from "@gipfel/network";

/** Whether a node is x·W for x `[N, I]` and constant weights, and no product of matrices that depend on the image. */
export function isDense({ constants }: Network, { operation, inputs, shape }: NetworkNode): boolean {
  return operation.type === "matMul" && shape.length === 2 && constants.get(inputs[1]!)?.shape.length === 2;
}
