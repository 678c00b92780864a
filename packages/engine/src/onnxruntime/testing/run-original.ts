/** A model as its makers run it: onnxruntime's own session, without the importer and its operations. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { RunTensor } from "../../engine.js";

/**
 * @param model a path, or the bytes of a file.
 * @param images as the file takes them.
 * @returns the outputs of floating-point numbers, by name.
 */
export async function runOriginal(model: string | Uint8Array, images: RunTensor): Promise<Map<string, RunTensor>> {
  const options = { graphOptimizationLevel: "disabled", intraOpNumThreads: 1, logSeverityLevel: 4 } as const;
  const session = await (typeof model === "string"
    ? InferenceSession.create(model, options)
    : InferenceSession.create(model, options));
  try {
    const outputs = await session.run({ [session.inputNames[0]!]: await feedOf(session, images) });
    return new Map(
      Object.entries(outputs).flatMap(([name, { dims, data }]) =>
        data instanceof Float32Array || data instanceof Float64Array
          ? [[name, { shape: dims, data: Float32Array.from(data) }] as const]
          : [],
      ),
    );
  } finally {
    await session.release();
  }
}

async function feedOf({ inputMetadata }: InferenceSession, { shape, data }: RunTensor): Promise<Tensor> {
  const [input] = inputMetadata;
  const isDouble = input?.isTensor && input.type === "float64";
  return isDouble ? new Tensor("float64", Float64Array.from(data), shape) : new Tensor("float32", data, shape);
}
