/** Hostile models, through the whole service: each is refused for what is wrong with it, and leaves nothing behind. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Model } from "../../packages/contracts/src/index.js";
import { onnxGraphs } from "./cases/onnx-graphs.js";
import { onnxOperations } from "./cases/onnx-operations.js";
import { onnxTensors } from "./cases/onnx-tensors.js";
import { tfjsModels } from "./cases/tfjs-models.js";
import { expectDiscreet } from "./testing/expect-problem.js";
import type { HostileCase } from "./testing/hostile-case.js";
import { type HostileServer, startHostileServer, uploadModel } from "./testing/hostile-server.js";

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer({ concurrency: 2, limits: { checkMemory: 2 ** 31, checkSeconds: 100 } });
});
afterAll(() => server.close());

async function expectRefusal({ make, code, says }: HostileCase): Promise<void> {
  const model = await uploadModel(server, await make());
  expect(model).toMatchObject({ status: "refused", inspection: null, error: { code } });
  const { message } = model.error!;
  expect(message).toMatch(says);
  expect(message).not.toContain("\n");
  expect(message.length).toBeLessThanOrEqual(2000);
  expectDiscreet(message);
  expect(await server.leftovers()).toEqual([]);
  const removed = await server.request("DELETE", `/api/models/${model.id}`);
  expect(removed.status).toBe(204);
}

describe.each([
  ["ONNX files", onnxGraphs],
  ["ONNX operations", onnxOperations],
  ["ONNX tensors", onnxTensors],
  ["TensorFlow.js models", tfjsModels],
])("hostile %s", (_, cases) => {
  it.each([...cases])("$what", { timeout: 240_000 }, (one) => expectRefusal(one));
});

describe("afterwards", () => {
  it("no model is left, and a sound one is taken", async () => {
    const { items } = JSON.parse((await server.request("GET", "/api/models")).text) as { items: Model[] };
    expect(items).toEqual([]);
  });
});
