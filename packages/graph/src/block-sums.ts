/** Sums of a neuron pair matrix over the nodes' neurons: from neuron pairs to node edges. */
import { GipfelError } from "@gipfel/contracts";

/** For each node, its neurons. A neuron belongs to one node at most; dead neurons belong to none. */
export type NodeNeurons = readonly (readonly number[])[];

/**
 * Σ_{i∈u} Σ_{j∈v} M[i, j] for every source node u and target node v, added up in float64.
 *
 * @param matrix M, `[sourceNeurons, targetNeurons]`, row by row
 * @param sizes `[sourceNeurons, targetNeurons]`
 * @returns `[sourceNodes, targetNodes]`, row by row
 * @throws GipfelError SHAPE_MISMATCH where the matrix has another size or a node a neuron outside of it
 */
export function blockSums(
  matrix: ArrayLike<number>,
  [rows, columns]: readonly [number, number],
  sourceNodes: NodeNeurons,
  targetNodes: NodeNeurons,
): Float64Array {
  if (matrix.length !== rows * columns) {
    throw new GipfelError("SHAPE_MISMATCH", `a [${rows}, ${columns}] pair matrix has ${matrix.length} values`);
  }
  const nodeOfRow = nodeOfNeuron(sourceNodes, rows);
  const nodeOfColumn = nodeOfNeuron(targetNodes, columns);
  const sums = new Float64Array(sourceNodes.length * targetNodes.length);
  for (let i = 0; i < rows; i++) {
    if (nodeOfRow[i] < 0) continue;
    const block = nodeOfRow[i] * targetNodes.length;
    for (let j = 0; j < columns; j++) {
      if (nodeOfColumn[j] >= 0) sums[block + nodeOfColumn[j]] += matrix[i * columns + j];
    }
  }
  return sums;
}

/**
 * {@link blockSums} of a diagonal pair matrix, given as its diagonal `[neurons]` (depthwise and identity segments).
 *
 * @throws GipfelError SHAPE_MISMATCH where a node has a neuron beyond the diagonal
 */
export function diagonalBlockSums(
  diagonal: ArrayLike<number>,
  sourceNodes: NodeNeurons,
  targetNodes: NodeNeurons,
): Float64Array {
  const sourceNode = nodeOfNeuron(sourceNodes, diagonal.length);
  const targetNode = nodeOfNeuron(targetNodes, diagonal.length);
  const sums = new Float64Array(sourceNodes.length * targetNodes.length);
  for (let i = 0; i < diagonal.length; i++) {
    if (sourceNode[i] >= 0 && targetNode[i] >= 0)
      sums[sourceNode[i] * targetNodes.length + targetNode[i]] += diagonal[i];
  }
  return sums;
}

/** `[neurons]`: the node each neuron belongs to, −1 for none. */
function nodeOfNeuron(nodes: NodeNeurons, neurons: number): Int32Array {
  const node = new Int32Array(neurons).fill(-1);
  for (const [n, members] of nodes.entries()) {
    for (const i of members) {
      if (!(i >= 0 && i < neurons)) {
        throw new GipfelError(
          "SHAPE_MISMATCH",
          `node ${n} has neuron ${i}, but the pair matrix has ${neurons} neurons`,
        );
      }
      if (node[i] >= 0)
        throw new GipfelError("SHAPE_MISMATCH", `neuron ${i} is in nodes ${node[i]} and ${n}; one is expected`);
      node[i] = n;
    }
  }
  return node;
}
