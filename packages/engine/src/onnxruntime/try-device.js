// @ts-check
/**
 * A process that computes a model, which it is given on its standard input, on the device that its argument names, with
 * ones for input `x` of the shape [1, 4]. Writes why it cannot, if so.
 */
import { buffer } from "node:stream/consumers";
import { InferenceSession, Tensor } from "onnxruntime-node";

try {
  const session = await InferenceSession.create(await buffer(process.stdin), {
    executionProviders: [String(process.argv[2])],
    logSeverityLevel: 4,
  });
  await session.run({ x: new Tensor("float32", new Float32Array(4).fill(1), [1, 4]) });
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : String(error));
}
