/** The program of a job process: does the jobs that it is sent until the service hangs up. */
import { mkdirSync, utimesSync } from "node:fs";
import { GipfelError, type Job, messageOf } from "@gipfel/contracts";
import { openStore } from "@gipfel/store";
import { PathHider } from "../hide-paths.js";
import { openInquiries } from "../inquiries/answer-inquiry.js";
import type { Inquiry } from "../inquiries/inquiry.js";
import { openJobRunner } from "../jobs/job-runner.js";
import { Places } from "../places.js";
import type { FromProcess, OpenedProcessConfig, ProcessFailure, ToProcess } from "./messages.js";

let opened: ReturnType<typeof open> | undefined;
let controller = new AbortController();

// Whatever is half done is on no disk yet, or under no name.
process.on("disconnect", () => process.exit());
process.on("message", (message: ToProcess) => {
  if (message.type === "open") {
    opened = open(message.config);
    // The first job tells.
    opened.catch(() => undefined);
  } else if (message.type === "abort") controller.abort();
  else if (message.type === "ask") void answer(message.inquiry);
  else void run(message.job);
});

async function open(config: OpenedProcessConfig) {
  const places = new Places(config.state, config.dataRoot, config.scratch);
  // The service that started this process checkpoints.
  const store = await openStore({ url: config.storeUrl, artifacts: places.artifacts, checkpoints: false });
  const environment = { store, places };
  return { places, runner: openJobRunner(environment, config.computing), ask: openInquiries(environment) };
}

async function run(job: Job): Promise<void> {
  controller = new AbortController();
  const { signal } = controller;
  await within(async ({ runner }) => {
    await runner.run(job, { signal, report: (report) => send({ type: "report", report }) });
    send({ type: "done" });
  });
}

async function answer(inquiry: Inquiry): Promise<void> {
  await within(async ({ ask }) => send({ type: "answered", answer: await ask(inquiry) }));
}

async function within(work: (opened: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  try {
    if (!opened) throw new Error("a job came before the process was opened");
    const ready = await opened;
    refresh(ready.places.drafts);
    await work(ready);
  } catch (error) {
    send({ type: "failed", failure: await failureOf(error) });
  }
}

/** Makes the folder, or says that it is in use still. */
function refresh(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const now = new Date();
  utimesSync(folder, now, now);
}

async function failureOf(error: unknown): Promise<ProcessFailure> {
  const places = (await opened?.catch(() => undefined))?.places;
  const hidden = places ? new PathHider(places).error(error) : error;
  return {
    code: hidden instanceof GipfelError ? hidden.code : null,
    message: messageOf(hidden),
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}

function send(message: FromProcess): void {
  if (process.connected) process.send?.(message);
}
