/** Plain inference, with decoding and without: what analyses and engines are compared with. */
import { GipfelError } from "@gipfel/contracts";
import { useDecodingThreads } from "@gipfel/dataset";
import type { RunTensor } from "@gipfel/engine";
import { readShards } from "./1-collect/image-batches.js";
import type { Shard } from "./1-collect/plan-shards.js";
import { createEngine } from "./engines.js";
import { stopIfInterrupted } from "./interruption.js";
import type { RunContext } from "./ports.js";
import type { PreparedAnalysis } from "./prepare.js";

/** Seconds for which one batch is run again and again. */
const steadySeconds = 1;

export interface Speed {
  readonly imagesPerSecond: number;
  /** Of all threads of this process, per image: what is left of time where other programs take their share. */
  readonly cpuMilliseconds: number;
}

/** The forward pass alone, on one batch of the images: neither decoding nor compiling counts. */
export async function timeForward(prepared: PreparedAnalysis, context: RunContext = {}): Promise<Speed> {
  const { options, model, classes } = prepared;
  const engine = createEngine(options, options.threads);
  try {
    const compiled = await engine.compile(model.network);
    const feeds = { [model.network.inputs[0]!]: await firstBatch(prepared, classes[0]!.shards, context) };
    await compiled.run(feeds);
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    let [runs, seconds] = [0, 0];
    while (seconds < steadySeconds) {
      stopIfInterrupted(context.signal);
      await compiled.run(feeds);
      runs += 1;
      seconds = (performance.now() - start) / 1000;
    }
    const images = runs * feeds[model.network.inputs[0]!]!.shape[0]!;
    const { user, system } = process.cpuUsage(cpu);
    return { imagesPerSecond: images / seconds, cpuMilliseconds: (user + system) / 1000 / images };
  } finally {
    await engine.dispose();
  }
}

async function firstBatch(
  prepared: PreparedAnalysis,
  shards: readonly Shard[],
  { signal }: RunContext,
): Promise<RunTensor> {
  for await (const { batches } of readShards(prepared, shards, prepared.options.batch, signal)) {
    for await (const { tensor } of batches) return tensor;
  }
  throw new GipfelError("DATASET_EMPTY", "no image of the first class can be read; one is needed to time a run");
}

/** @returns seconds, without the time to compile the network. */
export async function timePlainInference(prepared: PreparedAnalysis, context: RunContext = {}): Promise<number> {
  const { options, model, classes } = prepared;
  useDecodingThreads(1);
  const engine = createEngine(options, options.threads);
  try {
    const compiled = await engine.compile(model.network);
    const shards = classes.flatMap((analysed) => analysed.shards);
    const start = performance.now();
    for await (const { batches } of readShards(prepared, shards, options.batch, context.signal)) {
      for await (const { tensor } of batches) await compiled.run({ [model.network.inputs[0]!]: tensor });
    }
    return (performance.now() - start) / 1000;
  } finally {
    await engine.dispose();
  }
}
