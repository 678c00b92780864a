/** Attributions of one image, `[C, …]`, before they are finished. */
export interface SignedMap {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The channels of some neurons; all of them for null. */
export function selectNeurons({ shape, values }: SignedMap, neurons: readonly number[] | null): SignedMap {
  if (neurons === null) return { shape, values };
  const [channels, ...rest] = shape;
  const size = values.length / channels!;
  const selected = new Float64Array(neurons.length * size);
  neurons.forEach((neuron, n) => {
    selected.set(values.subarray(neuron * size, (neuron + 1) * size), n * size);
  });
  return { shape: [neurons.length, ...rest], values: selected };
}
