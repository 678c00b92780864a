/** Small CNNs whose concepts are known by construction. */
import type { Layer } from "@gipfel/attribution";
import { createRandom, type RandomSource } from "@gipfel/concepts";
import { BATCH, type Network, NetworkBuilder, tensor, type Value } from "@gipfel/network";
import type { PlantOptions } from "./plant-options.js";
import { type PlantedLayer, plantLayer } from "./planted-layer.js";

const SIZE = 10;
const CLASSES = 4;
/** A concept of the next layer is strong where so many of this layer are. */
const CAUSES = 2;
/** Of a 3 × 3 kernel: what surrounds a position counts, less than the position itself. */
const KERNEL = [0.05, 0.1, 0.05, 0.1, 1, 0.1, 0.05, 0.1, 0.05];

export interface PlantedNetwork {
  readonly network: Network;
  readonly layers: readonly { readonly layer: Layer; readonly truth: PlantedLayer }[];
  /** Each `[channels, SIZE, SIZE]`. */
  readonly images: readonly Float32Array[];
  readonly shape: readonly [number, number, number];
}

/**
 * Concepts come as channels of the image, followed by a channel of noise for each neuron. Layer by layer they are
 * written to neurons along their directions, read out again by the pseudo-inverse, and mixed: each concept of a layer
 * has two causes in the one before.
 */
export function plantNetwork(plant: PlantOptions, seed: number): PlantedNetwork {
  const random = createRandom(seed);
  const truths = Array.from({ length: plant.depth }, () => plantLayer(plant, random));
  const { neurons } = truths[0]!;
  const channels = plant.concepts + neurons;
  const builder = new NetworkBuilder();
  const image = builder.input("image", [BATCH, channels, SIZE, SIZE]);
  const noise = builder.slice(image, 1, plant.concepts, channels);
  let strengths = builder.slice(image, 1, 0, plant.concepts);
  const layers = truths.map((truth, depth) => {
    const name = `layer${depth + 1}`;
    const written = convolve(builder, strengths, writing(truth, plant.concepts), neurons, plant.concepts, KERNEL);
    const disturbed = convolve(builder, noise, disturbance(truth, plant.noise), neurons, neurons, [1]);
    const value = builder.apply(
      { type: "scalar", function: { name: "relu" } },
      [builder.add(written, disturbed)],
      name,
    );
    const last = depth === plant.depth - 1;
    const outputs = last ? CLASSES : plant.concepts;
    const mixed = mixing(outputs, plant.concepts, random);
    strengths = convolve(
      builder,
      value,
      product(mixed, readouts(truth, plant.concepts), outputs, plant.concepts, neurons),
      outputs,
      neurons,
      [1],
    );
    const layer: Layer = { id: name, name, tensor: name, role: "hidden", neurons, size: [SIZE, SIZE] };
    return { layer, truth };
  });
  const logits = builder.reduce("mean", strengths, [2, 3]);
  return {
    network: builder.build([logits]),
    layers,
    images: Array.from({ length: plant.images }, () => plantImage(plant, neurons, random)),
    shape: [channels, SIZE, SIZE],
  };
}

function convolve(
  builder: NetworkBuilder,
  x: Value,
  weights: Float64Array,
  outputs: number,
  inputs: number,
  kernel: readonly number[],
): Value {
  const side = Math.sqrt(kernel.length);
  const pad = (side - 1) / 2;
  const data = new Float32Array(weights.length * kernel.length);
  weights.forEach((weight, i) => {
    kernel.forEach((value, p) => {
      data[i * kernel.length + p] = weight * value;
    });
  });
  return builder.apply(
    { type: "convolution", strides: [1, 1], pads: [pad, pad, pad, pad], dilations: [1, 1], groups: 1 },
    [x, builder.constant(tensor([outputs, inputs, side, side], data))],
  );
}

/** `[neurons * concepts]` */
function writing({ directions, neurons }: PlantedLayer, concepts: number): Float64Array {
  return Float64Array.from(
    { length: neurons * concepts },
    (_, at) => directions[(at % concepts) * neurons + Math.floor(at / concepts)]!,
  );
}

/** `[neurons * neurons]`: noise of the stated size on what serves concepts, of a concept's size on distractors. */
function disturbance({ neurons, groups, directions, distractors }: PlantedLayer, noise: number): Float64Array {
  const weights = new Float64Array(neurons * neurons);
  const concepts = directions.length / neurons;
  for (let i = 0; i < neurons; i++) {
    const serves =
      groups[i]! >= 0 || Array.from({ length: concepts }, (_, k) => directions[k * neurons + i]!).some(Boolean);
    weights[i * neurons + i] = distractors.includes(i) ? 0.5 : serves ? noise : 0;
  }
  return weights;
}

/** Each output has {@link CAUSES} concepts that raise it. `[outputs * concepts]` */
function mixing(outputs: number, concepts: number, random: RandomSource): Float64Array {
  const weights = new Float64Array(outputs * concepts);
  for (let v = 0; v < outputs; v++) {
    // Every concept has an effect where there are as many outputs, so that none is lost on the way.
    weights[v * concepts + (v % concepts)] = 1;
    for (let c = 1; c < CAUSES; c++) weights[v * concepts + Math.floor(random.uniform() * concepts)]! += 0.5;
  }
  return weights;
}

/**
 * A concept is read where its own neurons agree: its direction, less what the others have in common. `[concepts *
 * neurons]`
 */
function readouts({ directions, neurons }: PlantedLayer, concepts: number): Float64Array {
  const result = directions.slice();
  // One round of the Neumann series of the inverse Gram matrix, of use where concepts interfere and harmless where they
  // do not.
  for (let k = 0; k < concepts; k++) {
    for (let j = 0; j < concepts; j++) {
      if (j === k) continue;
      let overlap = 0;
      for (let i = 0; i < neurons; i++) overlap += directions[k * neurons + i]! * directions[j * neurons + i]!;
      for (let i = 0; i < neurons; i++) result[k * neurons + i]! -= (overlap / concepts) * directions[j * neurons + i]!;
    }
  }
  return result;
}

function product(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let p = 0; p < inner; p++) {
      for (let j = 0; j < columns; j++) result[i * columns + j]! += a[i * inner + p]! * b[p * columns + j]!;
    }
  }
  return result;
}

function plantImage({ concepts, density }: PlantOptions, neurons: number, random: RandomSource): Float32Array {
  const positions = SIZE * SIZE;
  const data = new Float32Array((concepts + neurons) * positions);
  for (let k = 0; k < concepts; k++) {
    for (let p = 0; p < positions; p++) {
      if (random.uniform() < density) data[k * positions + p] = 0.5 + random.uniform();
    }
  }
  for (let at = concepts * positions; at < data.length; at++) data[at] = random.normal();
  return data;
}
