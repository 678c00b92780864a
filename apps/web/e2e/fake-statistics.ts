/** Predictions and activations that no network stands behind, for `fake-analysis.ts`. */
import type { GraphExample, LayerActivations, PredictionDocument } from "@gipfel/contracts";

const images = 50;
const levels = [0, 0.25, 0.5, 0.75, 1];

/** Most images are near certain; the less, the lower the accuracy. */
export function fakePredictions(
  { index, name, accuracy }: { index: number; name: string; accuracy: number | null },
  random: () => number,
): PredictionDocument {
  return {
    ...{ format: "gipfel-predictions", version: 1, class: { index, name }, kind: "softmax" },
    images: Array.from({ length: images }, (_, image) => {
      const probability = random() ** (1.4 - (accuracy ?? 1));
      const predicted = probability >= 0.5 ? index : index + 1;
      return { image, name: `${name}/${image}.png`, probability, predicted, predictedProbability: probability };
    }),
  };
}

/** Every node prefers some classes. */
export function fakeActivations(
  layer: string,
  nodes: readonly string[],
  classes: readonly { readonly id: string }[],
  random: () => number,
): LayerActivations {
  const statistics = () => {
    const mean = nodes.map(() => 3 * random() ** 3);
    return {
      ...{ images, nodes: [...nodes], mean, deviation: mean.map((value) => value / 3) },
      quantiles: mean.map((value) => levels.map((level) => 2 * level * value)),
    };
  };
  const example = (place: number): GraphExample => ({
    image: (7 * place) % 40,
    box: [0, 0, 64, 64],
    activation: 8 / (1 + place),
  });
  return {
    ...{ format: "gipfel-activations", version: 1, layer, levels },
    classes: classes.map(({ id }) => ({ id, ...statistics() })),
    dataset: { ...statistics(), examples: nodes.map(() => Array.from({ length: 9 }, (_, place) => example(place))) },
  };
}
