#!/usr/bin/env node
/** A worker of a cluster: takes jobs from the queue until it is told to stop. */
import { GipfelError, messageOf } from "@gipfel/contracts";
import { openService } from "@gipfel/service";
import { readEnvironment } from "./environment.js";
import { createLog } from "./log.js";

try {
  await work();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof GipfelError ? error.exitCode : 1;
}

async function work(): Promise<void> {
  const logger = createLog((line) => process.stdout.write(line));
  const service = await openService({ ...readEnvironment(process.env), logger });
  logger.info({ pid: process.pid }, "the worker takes jobs");
  await new Promise<void>((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
  });
  logger.info({}, "the worker gives its jobs back and ends");
  await service.close();
}
