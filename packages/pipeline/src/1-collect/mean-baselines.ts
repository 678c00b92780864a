/** The first pass of `--baseline mean`: each layer's mean per channel over all images and positions. */

import { existsSync } from "node:fs";
import type { Baselines } from "@gipfel/attribution";
import type { Engine } from "@gipfel/engine";
import { pruneNetwork } from "@gipfel/network";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import { ArrayFile, writeArrays } from "../files/array-file.js";
import { Sums } from "../numerics/sums.js";
import type { RunContext } from "../ports.js";
import type { PreparedAnalysis } from "../prepare.js";
import { readShards } from "./image-batches.js";

export async function meanBaselines(
  prepared: PreparedAnalysis,
  engine: Engine,
  folder: AnalysisFolder,
  context: RunContext,
): Promise<Baselines> {
  if (prepared.options.baseline === "zero") return new Map();
  if (!existsSync(folder.baselines)) await computeBaselines(prepared, engine, folder, context);
  const file = await ArrayFile.open(folder.baselines);
  try {
    const baselines = new Map<string, Float32Array>();
    for (const name of file.names) baselines.set(name, Float32Array.from(await file.read(name)));
    return baselines;
  } finally {
    await file.close();
  }
}

async function computeBaselines(
  prepared: PreparedAnalysis,
  engine: Engine,
  folder: AnalysisFolder,
  context: RunContext,
): Promise<void> {
  const { network } = prepared.model;
  const layers = prepared.plan.layers;
  const compiled = await engine.compile(
    pruneNetwork({ ...network, outputs: layers.filter(({ role }) => role !== "input").map(({ tensor }) => tensor) }),
  );
  const shards = prepared.classes.flatMap((analysed) => analysed.shards);
  const total = shards.reduce((sum, { images }) => sum + images.length, 0);
  const sums = new Sums();
  let done = 0;
  let used = 0;
  try {
    for await (const { batches } of readShards(prepared, shards, prepared.options.batch, context.signal)) {
      for await (const { images, tensor } of batches) {
        const values = { ...(await compiled.run({ [network.inputs[0]!]: tensor })), [network.inputs[0]!]: tensor };
        for (const layer of layers) {
          const { data } = values[layer.tensor]!;
          const positions = layer.size[0] * layer.size[1];
          const into = sums.at(layer.tensor, layer.neurons);
          for (let i = 0; i < data.length; i += 1)
            into[Math.floor(i / positions) % layer.neurons]! += data[i]! / positions;
        }
        used += images.length;
        done += images.length;
        context.onProgress?.({ phase: "baseline", done, total, unit: "images" });
      }
    }
  } finally {
    await compiled.dispose();
  }
  const means = new Map(
    [...sums.entries()].map(([name, values]) => [name, Float32Array.from(values, (sum) => sum / used)]),
  );
  await writeArrays(folder.baselines, means, {});
}
