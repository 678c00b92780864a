/**
 * DeepLIFT on dense networks in float64, written from the papers in plain loops: each neuron of each layer by itself
 * (Shrikumar, Greenside and Kundaje 2017, arXiv 1704.02685, sections 3.2 to 3.5).
 */
export interface DenseLayer {
  /** `[outputs][inputs]` */
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly number[];
  /** Of every neuron. */
  readonly nonlinearity: { value(z: number): number; slope(z: number): number };
}

interface Split {
  plus: number;
  minus: number;
}

/** A layer at image and baseline, with its differences whole and in parts. */
interface Difference {
  /** Differences of the layer's inputs. */
  readonly inputs: readonly number[];
  readonly before: readonly { image: number; baseline: number; parts: Split }[];
}

const product = (row: readonly number[], x: readonly number[]) => row.reduce((sum, w, i) => sum + w * x[i]!, 0);
/** Below this a difference is nothing to divide by. */
const nearZero = 1e-7;

/** Differences of every layer, and the outputs' at the end. */
function forward(layers: readonly DenseLayer[], image: readonly number[], baseline: readonly number[]) {
  let [x, rest] = [image, baseline];
  const differences = layers.map((layer): Difference => {
    const inputs = x.map((value, i) => value - rest[i]!);
    const before = layer.weights.map((row, j) => {
      const terms = row.map((w, i) => w * inputs[i]!);
      return {
        image: product(row, x) + layer.biases[j]!,
        baseline: product(row, rest) + layer.biases[j]!,
        parts: {
          plus: terms.filter((term) => term > 0).reduce((a, b) => a + b, 0),
          minus: terms.filter((term) => term < 0).reduce((a, b) => a + b, 0),
        },
      };
    });
    x = before.map((z) => layer.nonlinearity.value(z.image));
    rest = before.map((z) => layer.nonlinearity.value(z.baseline));
    return { inputs, before };
  });
  return differences;
}

/** Multipliers of the parts of one neuron's input, from those of its output. */
type Neuron = (layer: DenseLayer, z: Difference["before"][number], output: Split) => Split;

/** m Δy / Δx for both parts. */
export const rescale: Neuron = ({ nonlinearity: { value, slope } }, { image, baseline }, { plus, minus }) => {
  const dx = image - baseline;
  const ratio = Math.abs(dx) < nearZero ? slope(image) : (value(image) - value(baseline)) / dx;
  return { plus: plus * ratio, minus: minus * ratio };
};

/** Δy⁺ = ½ (f(x' + Δx⁺) − f(x')) + ½ (f(x' + Δx⁻ + Δx⁺) − f(x' + Δx⁻)), and Δy⁻ likewise. */
export const revealCancel: Neuron = ({ nonlinearity: { value, slope } }, { baseline, parts }, output) => {
  const ratio = (own: number, other: number) => {
    const alone = value(baseline + own) - value(baseline);
    const beside = value(baseline + other + own) - value(baseline + other);
    if (Math.abs(own) < nearZero) return (slope(baseline) + slope(baseline + other)) / 2;
    return (alone + beside) / 2 / own;
  };
  return {
    plus: output.plus * ratio(parts.plus, parts.minus),
    minus: output.minus * ratio(parts.minus, parts.plus),
  };
};

/** Contributions of the inputs to Σ_k weight_k · output_k. */
export function slowDeepLift(
  layers: readonly DenseLayer[],
  image: readonly number[],
  baseline: readonly number[],
  weights: readonly number[],
  neuron: Neuron,
): number[] {
  const differences = forward(layers, image, baseline);
  let multipliers: Split[] = weights.map((weight) => ({ plus: weight, minus: weight }));
  for (let l = layers.length - 1; l >= 0; l -= 1) {
    const [layer, { inputs, before }] = [layers[l]!, differences[l]!];
    const ofNeurons = before.map((z, j) => neuron(layer, z, multipliers[j]!));
    multipliers = inputs.map((dx, i) => {
      const terms = ofNeurons.map(({ plus, minus }, j) => {
        const w = layer.weights[j]![i]!;
        // Section 3.5.1: 1{w Δx > 0} chooses the part; half of each where Δx = 0.
        return dx === 0 ? (w * (plus + minus)) / 2 : w * dx > 0 ? w * plus : w * minus;
      });
      const sum = terms.reduce((a, b) => a + b, 0);
      return { plus: sum, minus: sum };
    });
  }
  return differences[0]!.inputs.map((dx, i) => dx * multipliers[i]!.plus);
}
