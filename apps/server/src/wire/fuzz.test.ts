/** Requests at random, valid and not, at every endpoint: an answer comes, it is no failure, and it tells nothing of the machine. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Endpoint, endpoints, Problem } from "@gipfel/contracts";
import { openService, type Service } from "@gipfel/service";
import type { FastifyInstance } from "fastify";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFolders } from "../folders/open-folders.js";
import { createHandlers } from "../handlers/index.js";
import { temporaryFolder, writeAnalysisFolder, writeDataRoot } from "../testing/analysis-folder.js";
import { expectDiscreet } from "../testing/expect-problem.js";
import { fakeApp } from "../testing/fake-app.js";
import { testJobProcess } from "../testing/job-process.js";
import { Random } from "../testing/random.js";
import type { KnownValues } from "../testing/requests.js";
import { wildRequest } from "../testing/wild-requests.js";
import { openApiDocument } from "./open-api.js";

/** More for a longer run. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 5000);
/** Milliseconds; more where processes take long to start, which an answer may wait for. */
let patience = 5000;
let root: string;
let service: Service;
let real: FastifyInstance;
let fake: FastifyInstance;
let known: KnownValues;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeDataRoot(join(root, "data"));
  const folders = await openFolders([await writeAnalysisFolder(root, "run")]);
  // No job runs: what is created stays, and the requests are what is tried.
  service = await openService({
    ...{ state: join(root, "state"), dataRoot: join(root, "data"), folders },
    ...{ concurrency: 0, jobProcess: testJobProcess },
  });
  real = await fakeApp({ handlers: createHandlers(service, openApiDocument("1.2.3")) });
  fake = await fakeApp();
  known = await prepare(service);
});
afterAll(async () => {
  await Promise.all([real.close(), fake.close()]);
  await service.close();
  await rm(root, { recursive: true });
});

/** Things to ask for, and their ids. */
async function prepare({ models, datasets }: Service): Promise<KnownValues> {
  const bytes = async function* () {
    yield Buffer.from("no network");
  };
  const model = await models.upload(bytes(), { name: "fuzz" });
  const dataset = await datasets.register({ path: "toys" });
  // Starts the process that unpacks, which takes a while and is no answer of this service.
  const started = performance.now();
  await expect(datasets.upload(bytes(), {})).rejects.toMatchObject({ code: "DATASET_INVALID" });
  patience = Math.max(patience, 4 * (performance.now() - started));
  return {
    ...{ model: [model.id], modelId: [model.id], dataset: [dataset.id], datasetId: [dataset.id] },
    ...{ analysis: ["run"], analysisId: ["run"], class: ["ring", "0"], image: ["7", "0"] },
    ...{ node: ["input/0", "logits/0"], source: ["input/0", "input"], target: ["logits/0", "logits"], path: ["toys"] },
  };
}

describe.each(["the routes alone", "the service behind them"])("any request to %s", (which) => {
  it(`of ${requests} is answered in time, and never by a failure`, async () => {
    const app = which === "the routes alone" ? fake : real;
    const random = new Random(20);
    const table = Object.values<Endpoint>(endpoints);
    const statuses = new Map<number, number>();
    for (let i = 0; i < requests; i++) {
      const endpoint = table[i % table.length];
      // What is known stays to be found.
      const sent = wildRequest(endpoint, random, endpoint.method === "DELETE" ? {} : known);
      const started = performance.now();
      const reply = await app.inject(sent);
      const milliseconds = performance.now() - started;
      if (milliseconds > patience) expect({ sent, milliseconds }).toBe("an answer in time");
      statuses.set(reply.statusCode, (statuses.get(reply.statusCode) ?? 0) + 1);
      if (reply.statusCode >= 500) expect({ sent, body: reply.body }).toBe("no failure");
      if (reply.statusCode >= 400) {
        if (sent.method !== "HEAD") expect(Check(Problem, reply.json())).toBe(true);
        expectDiscreet(reply);
      }
    }
    // Neither all refused nor all accepted: both sides of the checks were met.
    expect(statuses.get(400)).toBeGreaterThan(requests / 10);
    expect(statuses.get(200)).toBeGreaterThan(requests / 20);
  });
});
