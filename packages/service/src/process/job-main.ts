/** The program of a job process: does the jobs that it is sent until the service hangs up. */
import { mkdirSync, utimesSync } from "node:fs";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { openStore } from "@gipfel/store";
import { PathHider } from "../hide-paths.js";
import { openJobRunner } from "../jobs/job-runner.js";
import { Places } from "../places.js";
import type { FromProcess, OpenedProcessConfig, ProcessFailure, ToProcess } from "./messages.js";

let runner: ReturnType<typeof open> | undefined;
let controller = new AbortController();

// Whatever is half done is on no disk yet, or under no name.
process.on("disconnect", () => process.exit());
process.on("message", (message: ToProcess) => {
  if (message.type === "open") {
    runner = open(message.config);
    // The first job tells.
    runner.catch(() => undefined);
  } else if (message.type === "abort") controller.abort();
  else void run(message.job);
});

async function open(config: OpenedProcessConfig) {
  const places = new Places(config.state, config.dataRoot, config.scratch);
  const store = await openStore({ url: config.storeUrl, artifacts: places.artifacts });
  return { places, runner: openJobRunner({ store, places }) };
}

async function run(job: Extract<ToProcess, { type: "run" }>["job"]): Promise<void> {
  controller = new AbortController();
  try {
    if (!runner) throw new Error("a job came before the process was opened");
    const opened = await runner;
    refresh(opened.places.drafts);
    await opened.runner.run(job, {
      signal: controller.signal,
      report: (report) => send({ type: "report", report }),
    });
    send({ type: "done" });
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
  const opened = await runner?.catch(() => undefined);
  const hidden = opened ? new PathHider(opened.places).error(error) : error;
  return {
    code: hidden instanceof GipfelError ? hidden.code : null,
    message: messageOf(hidden),
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}

function send(message: FromProcess): void {
  if (process.connected) process.send?.(message);
}
