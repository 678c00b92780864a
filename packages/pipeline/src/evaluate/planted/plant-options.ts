import { GipfelError } from "@gipfel/contracts";

/** How networks with known concepts are made. */
export interface PlantOptions {
  /**
   * `groups`: each neuron belongs to one concept; `directions`: each concept is a direction, of more concepts than
   * neurons where it says so.
   */
  readonly truth: "groups" | "directions";
  readonly concepts: number;
  /** Neurons of a layer that serve concepts. */
  readonly width: number;
  /** Layers. */
  readonly depth: number;
  /** Neurons of each layer that are driven by noise alone. */
  readonly distractors: number;
  readonly dead: number;
  /** Neurons that repeat another one at another scale. */
  readonly copies: number;
  /** Standard deviation of what is added to every neuron, relative to a concept's strength. */
  readonly noise: number;
  /** Part of the positions at which a concept is present. */
  readonly density: number;
  readonly images: number;
}

export const plantedGroups: PlantOptions = {
  truth: "groups",
  concepts: 6,
  width: 24,
  depth: 2,
  distractors: 0,
  dead: 2,
  copies: 2,
  noise: 0,
  density: 0.2,
  images: 24,
};

/** More concepts than neurons, each of them rare. */
export const plantedDirections: PlantOptions = {
  ...plantedGroups,
  truth: "directions",
  concepts: 20,
  width: 16,
  depth: 1,
  copies: 0,
  density: 0.04,
};

/** @throws GipfelError OPTION_INVALID */
export function checkPlant(plant: PlantOptions): void {
  const least = { concepts: 1, width: 1, depth: 1, distractors: 0, dead: 0, copies: 0, images: 2 } as const;
  for (const [name, minimum] of Object.entries(least)) {
    const value = plant[name as keyof typeof least];
    if (Number.isSafeInteger(value) && value >= minimum && value <= 4096) continue;
    throw new GipfelError(
      "OPTION_INVALID",
      `invalid ${name}: expected a whole number from ${minimum} to 4096, got ${value}`,
    );
  }
  if (!(plant.noise >= 0 && Number.isFinite(plant.noise))) {
    throw new GipfelError("OPTION_INVALID", `invalid noise: expected a number from 0, got ${plant.noise}`);
  }
  if (!(plant.density > 0 && plant.density <= 1)) {
    throw new GipfelError(
      "OPTION_INVALID",
      `invalid density: expected a number above 0, up to 1, got ${plant.density}`,
    );
  }
  if (plant.truth === "groups" && plant.concepts > plant.width) {
    throw new GipfelError(
      "OPTION_INVALID",
      `invalid width: expected a neuron for each of ${plant.concepts} groups, got ${plant.width}`,
    );
  }
}
