/**
 * The parts of an analysis that the store keeps as shards. An analysis that starts from the beginning again is another
 * run: its shards get phases of their own, so that nothing of the runs before counts.
 */
import type { Job } from "@gipfel/contracts";
import type { Repositories } from "@gipfel/store";
import type { Environment } from "../environment.js";
import type { PartRecord } from "./part-record.js";

/** In the order in which they come. */
export const phases = ["baseline", "collect", "concepts", "edges", "visualize", "graphs"] as const;
export type Phase = (typeof phases)[number];

/** One job of an analysis, as the store keeps it. */
export interface Part {
  readonly phase: Phase;
  /** Name of the shard, or `all`. */
  readonly key: string;
  readonly isDone: boolean;
  /** Artifact with its {@link PartRecord}, once it is done. */
  readonly hash: string | null;
}

/** The parts of the last run, none before it was planned. */
export interface Run {
  /** From 1. */
  readonly number: number;
  readonly parts: readonly Part[];
}

/** The key of phases that are one part. */
export const whole = "all";
/** A row of this phase for each run after the first; its key is the number. */
const restart = "restart";

const phaseName = (phase: Phase, run: number) => (run === 1 ? phase : `${phase}.${run}`);

export async function readRun({ store }: Environment, analysisId: string): Promise<Run> {
  const rows = await store.shards.list(analysisId);
  const number = 1 + rows.filter(({ phase }) => phase === restart).length;
  const parts = phases.flatMap((phase) =>
    rows
      .filter((row) => row.phase === phaseName(phase, number))
      .map(({ key, status, hash }): Part => ({ phase, key, isDone: status === "done", hash })),
  );
  return { number, parts };
}

export async function planParts(
  { store }: Environment,
  analysisId: string,
  run: number,
  parts: readonly Pick<Part, "phase" | "key">[],
): Promise<void> {
  await store.shards.plan(
    analysisId,
    parts.map(({ phase, key }) => ({ phase: phaseName(phase, run), key })),
  );
}

/** Has the next plan begin another run. */
export async function beginAnotherRun({ store }: Environment, analysisId: string, last: number): Promise<void> {
  await store.shards.plan(analysisId, [{ phase: restart, key: String(last + 1) }]);
}

/** @param hash of its {@link PartRecord}. */
export async function completePart(
  { shards }: Pick<Repositories, "shards">,
  { analysisId, run }: { readonly analysisId: string; readonly run: number },
  { phase, key }: Pick<Part, "phase" | "key">,
  hash: string,
): Promise<void> {
  await shards.complete({ analysisId, phase: phaseName(phase, run), key }, { worker: "service", hash });
}

export function jobOf(analysisId: string, { phase, key }: Pick<Part, "phase" | "key">): Job {
  switch (phase) {
    case "baseline":
      return { kind: "average-baselines", analysisId };
    case "collect":
      return { kind: "collect-shard", analysisId, shard: key };
    case "concepts":
      return { kind: "find-concepts", analysisId };
    case "edges":
      return { kind: "integrate-shard", analysisId, shard: key };
    case "visualize":
      return { kind: "draw-concepts", analysisId };
    case "graphs":
      return { kind: "write-graphs", analysisId };
  }
}
