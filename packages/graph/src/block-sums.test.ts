import { describe, expect, it } from "vitest";
import { blockSums, diagonalBlockSums, type NodeNeurons } from "./block-sums.js";
import { generator } from "./testing/random-graph.js";

const code = expect.objectContaining({ code: "SHAPE_MISMATCH" });
const random = generator(1);
const sources: NodeNeurons = [[0, 3], [1], [5, 4]];
const targets: NodeNeurons = [
  [2, 0],
  [1, 3],
];

describe("blockSums", () => {
  const matrix = Float32Array.from({ length: 6 * 5 }, () => random() - 0.5);

  it("adds up the pairs of every two nodes, and no pair with a neuron outside them", () => {
    const sums = blockSums(matrix, [6, 5], sources, targets);
    expect(sums).toHaveLength(6);
    for (const [u, rows] of sources.entries()) {
      for (const [v, columns] of targets.entries()) {
        const pairs = rows.flatMap((i) => columns.map((j) => matrix[i * 5 + j]));
        expect(sums[u * 2 + v]).toBeCloseTo(
          pairs.reduce((sum, pair) => sum + pair, 0),
          15,
        );
      }
    }
  });

  it("keeps the matrix where every neuron is a node", () => {
    const single = (count: number) => Array.from({ length: count }, (_, i) => [i]);
    expect([...blockSums(matrix, [6, 5], single(6), single(5))]).toEqual([...matrix]);
  });

  it("adds up in float64", () => {
    expect([...blockSums(new Float32Array([2 ** 24, 1]), [2, 1], [[0, 1]], [[0]])]).toEqual([2 ** 24 + 1]);
  });

  it("refuses sizes that do not fit", () => {
    expect(() => blockSums(matrix, [5, 5], [], [])).toThrow(code);
    expect(() => blockSums(matrix, [6, 5], [[6]], targets)).toThrow(code);
    expect(() => blockSums(matrix, [6, 5], [[0], [0]], targets)).toThrow(code);
  });
});

describe("diagonalBlockSums", () => {
  it("equals the sums of the whole diagonal matrix", () => {
    const diagonal = Float32Array.from({ length: 6 }, () => random() - 0.5);
    const matrix = new Float32Array(36);
    for (const [i, value] of diagonal.entries()) matrix[i * 7] = value;
    expect(diagonalBlockSums(diagonal, sources, targets)).toEqual(blockSums(matrix, [6, 6], sources, targets));
    expect(() => diagonalBlockSums(diagonal, [[6]], targets)).toThrow(code);
  });
});
