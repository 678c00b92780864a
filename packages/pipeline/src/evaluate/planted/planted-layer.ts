import type { RandomSource } from "@gipfel/concepts";
import type { PlantOptions } from "./plant-options.js";

/** The concepts of one layer, by construction. */
export interface PlantedLayer {
  /** Neurons in all: those of concepts, copies, distractors, dead ones. */
  readonly neurons: number;
  /** `[concepts * neurons]`, rows of unit length, non-negative; zero on distractors and dead neurons. */
  readonly directions: Float64Array;
  /** Concept of each neuron; −1 for distractors, dead ones, and neurons that several concepts share. */
  readonly groups: readonly number[];
  /** Neurons driven by noise alone. */
  readonly distractors: readonly number[];
}

export function plantLayer(plant: PlantOptions, random: RandomSource): PlantedLayer {
  const { concepts, width, copies, distractors, dead } = plant;
  const neurons = width + copies + distractors + dead;
  // Neurons in no particular order, so that nothing can be read off their numbers.
  const place = permutation(neurons, random);
  const directions = new Float64Array(concepts * neurons);
  const groups = new Array<number>(neurons).fill(-1);
  for (let i = 0; i < width; i++) {
    if (plant.truth === "groups") {
      groups[place[i]!] = i % concepts;
      directions[(i % concepts) * neurons + place[i]!] = 0.5 + random.uniform();
    } else {
      for (let k = 0; k < concepts; k++) {
        directions[k * neurons + place[i]!] = Math.max(0, random.normal());
      }
    }
  }
  for (let i = 0; i < copies; i++) {
    const original = place[Math.floor(random.uniform() * width)]!;
    const copy = place[width + i]!;
    const scale = 0.5 + random.uniform();
    groups[copy] = groups[original]!;
    for (let k = 0; k < concepts; k++) directions[k * neurons + copy] = scale * directions[k * neurons + original]!;
  }
  for (let k = 0; k < concepts; k++) {
    const row = directions.subarray(k * neurons, (k + 1) * neurons);
    if (row.every((value) => value === 0)) row[place[Math.floor(random.uniform() * width)]!] = 1;
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let i = 0; i < neurons; i++) row[i]! /= norm;
  }
  const start = width + copies;
  return { neurons, directions, groups, distractors: place.slice(start, start + distractors) };
}

function permutation(size: number, random: RandomSource): number[] {
  const result = Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
