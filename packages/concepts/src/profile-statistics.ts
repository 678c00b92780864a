import { GipfelError } from "@gipfel/contracts";

/**
 * What is kept of a layer's neuron profiles. Row i of the profile matrix X (`[neurons, count]`) is what neuron i does
 * over the data set; X itself is never stored.
 */
export interface ProfileStatistics {
  neurons: number;
  /** Columns of X seen so far. */
  count: number;
  /** K = X Xᵀ, `[neurons * neurons]` row-major, symmetric. */
  gram: Float64Array;
  /** Row sums of X, `[neurons]`. */
  sums: Float64Array;
  /** 1 where the neuron was ever active, `[neurons]`. */
  active: Uint8Array;
}

/** The statistics of some columns of X, shaped as in {@link ProfileStatistics}; float32 straight from an engine will do. */
export interface ProfileBatch {
  count: number;
  gram: ArrayLike<number>;
  sums: ArrayLike<number>;
  active: ArrayLike<number>;
}

/** Statistics of no columns, to accumulate into. */
export function emptyStatistics(neurons: number): ProfileStatistics {
  return {
    neurons,
    count: 0,
    gram: new Float64Array(neurons * neurons),
    sums: new Float64Array(neurons),
    active: new Uint8Array(neurons),
  };
}

/**
 * Adds a batch (or the statistics of another shard) to `into`, in float64. The sum of the same batches in the same
 * order is the same bit for bit.
 *
 * @throws GipfelError SHAPE_MISMATCH when the batch is of another number of neurons
 */
export function accumulateStatistics(into: ProfileStatistics, batch: ProfileBatch): void {
  requireShape(into.neurons, batch);
  into.count += batch.count;
  for (let i = 0; i < into.gram.length; i++) into.gram[i] += batch.gram[i];
  for (let i = 0; i < into.neurons; i++) {
    into.sums[i] += batch.sums[i];
    if (batch.active[i]) into.active[i] = 1;
  }
}

/**
 * Refuses statistics that no set of profiles can have.
 *
 * @throws GipfelError SHAPE_MISMATCH for sizes that do not fit together, ENGINE_FAILED for NaN or Infinity,
 *   DATASET_EMPTY when there are active neurons but no columns
 */
export function checkStatistics(stats: ProfileStatistics): void {
  requireShape(stats.neurons, stats);
  for (let i = 0; i < stats.neurons; i++) {
    for (let j = 0; j < stats.neurons; j++) {
      if (!Number.isFinite(stats.gram[i * stats.neurons + j]) || !Number.isFinite(stats.sums[i])) {
        throw new GipfelError(
          "ENGINE_FAILED",
          `The profile of neuron ${i} or ${j} holds NaN or Infinity; activations must be finite to be clustered.`,
        );
      }
    }
  }
  if (stats.count < 1 && stats.active.includes(1)) {
    throw new GipfelError("DATASET_EMPTY", "Neuron profiles have no columns; at least one image is needed.");
  }
}

function requireShape(neurons: number, batch: ProfileBatch): void {
  const { gram, sums, active } = batch;
  if (gram.length !== neurons * neurons || sums.length !== neurons || active.length !== neurons) {
    throw new GipfelError(
      "SHAPE_MISMATCH",
      `Profile statistics of ${neurons} neurons need ${neurons * neurons} Gram entries, ${neurons} sums and ` +
        `${neurons} flags, not ${gram.length}, ${sums.length} and ${active.length}.`,
    );
  }
}
