/** How far an analysis is, in numbers and words. */
import type { JobProgress, JobStatus } from "@gipfel/contracts";
import { duration } from "../units.js";
import { count } from "../wording.js";

interface Underway {
  readonly status: JobStatus;
  readonly progress: JobProgress | null;
}

/** Phases as their jobs name them, in their order, and what each does. */
export const phases = [
  { id: "plan", name: "Plan", does: "Reads the network and splits the images into shards" },
  { id: "baseline", name: "Mean activations", does: "Averages every channel over the data set, for the baseline" },
  { id: "collect", name: "Collect", does: "Runs every image once: activations, contributions and flow in one network" },
  { id: "concepts", name: "Concepts", does: "Clusters the neurons of each layer into concepts" },
  { id: "edges", name: "Edges", does: "Runs the images again for what the closed form does not cover" },
  { id: "graphs", name: "Graphs", does: "Writes a graph for every class" },
] as const;

export const phaseName = (id: string): string => phases.find((phase) => phase.id === id)?.name ?? id;

/** Part of the phase that is done, in [0, 1]; null before that is known. */
export function partDone({ progress }: Underway): number | null {
  return progress && progress.total > 0 ? progress.done / progress.total : null;
}

/** `Collect: 120 of 400 images, 31 per second, 9 s left`. */
export function describeProgress({ status, progress }: Underway): string {
  if (status === "queued") return "Waits for its turn";
  if (status === "cancelling") return "Stops after the image in hand";
  if (!progress) return "Reads the network and the data set";
  const { phase, done, total, unit } = progress;
  const words = [`${phaseName(phase)}: ${count(done)} of ${count(total)} ${unit}`];
  if (progress.rate !== null) words.push(`${rate(progress.rate)} per second`);
  if (progress.secondsLeft !== null) words.push(`${duration(progress.secondsLeft)} left`);
  return words.join(", ");
}

/** Images per second and the like: `31`, `4.2`, `0.08`. */
export const rate = (perSecond: number): string =>
  perSecond >= 9.95 ? count(perSecond) : perSecond.toFixed(perSecond >= 0.995 ? 1 : 2);
