import { GipfelError } from "@gipfel/contracts";
import { describeShape, type Network, nodeNamed } from "@gipfel/network";
import type { RunTensors } from "./engine.js";

/**
 * Checks that the feeds are the inputs of the network, whole, with one size per symbol.
 * @throws GipfelError SHAPE_MISMATCH
 */
export function checkFeeds(network: Pick<Network, "inputs" | "nodes">, feeds: RunTensors): void {
  const unknown = Object.keys(feeds).find((name) => !network.inputs.includes(name));
  if (unknown !== undefined) {
    throw mismatch(`the network has no input ${unknown}; its inputs are ${network.inputs.join(", ")}`);
  }
  const sizes = new Map<string, number>();
  for (const name of network.inputs) {
    const wanted = nodeNamed(network, name).shape;
    const feed = feeds[name];
    if (!feed) throw mismatch(`input ${name} ${describeShape(wanted)} is not fed`);
    const fits = (dimension: number | string, size: number) => {
      if (typeof dimension === "number") return size === dimension;
      const known = sizes.get(dimension) ?? size;
      sizes.set(dimension, known);
      return size === known;
    };
    const { shape, data } = feed;
    if (shape.length !== wanted.length || !wanted.every((dimension, axis) => fits(dimension, shape[axis]!))) {
      throw mismatch(`input ${name} takes ${describeShape(wanted)}, got ${describeShape(shape)}`);
    }
    const count = shape.reduce((product, size) => product * size, 1);
    if (data.length !== count) {
      throw mismatch(`input ${name} ${describeShape(shape)} takes ${count} values, got ${data.length}`);
    }
  }
}

function mismatch(message: string): GipfelError {
  return new GipfelError("SHAPE_MISMATCH", message);
}
