/** Hostile images that are uploaded to be explained: the explanation fails for what is wrong with them. */
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServiceExplanation } from "../../packages/contracts/src/index.js";
import { demoModel } from "../../packages/partworld/src/index.js";
import { pictures } from "./cases/pictures.js";
import { expectDiscreet, expectProblem } from "./testing/expect-problem.js";
import { type HostileServer, startHostileServer, uploadModel } from "./testing/hostile-server.js";

let server: HostileServer;
let modelId: string;
beforeAll(async () => {
  server = await startHostileServer();
  modelId = (await uploadModel(server, readFileSync(demoModel().model))).id;
});
afterAll(() => server.close());

async function explain(uploadId: string): Promise<ServiceExplanation> {
  const request = { modelId, uploadId, method: "gradient", target: "0", preprocess: "unit" };
  const created = await server.request("POST", "/api/explanations", JSON.stringify(request));
  expect(created).toMatchObject({ status: 202 });
  for (;;) {
    const { id } = JSON.parse(created.text) as ServiceExplanation;
    const explanation = JSON.parse((await server.request("GET", `/api/explanations/${id}`)).text) as ServiceExplanation;
    if (["finished", "failed", "cancelled"].includes(explanation.status)) return explanation;
    await delay(30);
  }
}

describe("an uploaded image that is", () => {
  it.each([...pictures])("$what", { timeout: 200_000 }, async ({ make, says }) => {
    const bytes = make();
    const upload = await server.request("POST", "/api/uploads", bytes);
    if (bytes.length === 0) return expectProblem(upload, "IMAGE_UNREADABLE", says);
    expect(upload.status).toBe(201);
    const { status, error } = await explain((JSON.parse(upload.text) as { id: string }).id);
    expect({ status, code: error?.code }).toEqual({ status: "failed", code: "IMAGE_UNREADABLE" });
    expect(error!.message).toMatch(says);
    expectDiscreet(error!.message);
    expect(await server.leftovers()).toEqual([]);
  });
});
