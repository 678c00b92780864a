/** Plain inference over the images of an analysis, decoding included: what the analysis is compared with. */
import { useDecodingThreads } from "@gipfel/dataset";
import { readShards } from "./1-collect/image-batches.js";
import { createEngine } from "./engines.js";
import type { RunContext } from "./ports.js";
import type { PreparedAnalysis } from "./prepare.js";

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
