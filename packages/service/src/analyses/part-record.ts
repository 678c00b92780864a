/** What a part of an analysis leaves to be counted: a small artifact. */
import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Environment } from "../environment.js";

export interface SkippedImage {
  readonly image: string;
  readonly reason: string;
}

export interface PartRecord {
  readonly seconds: number;
  /** Images that could not be read, and why. */
  readonly skipped: readonly SkippedImage[];
}

export async function writePartRecord({ store }: Environment, record: PartRecord): Promise<string> {
  const { hash } = await store.artifacts.put(Buffer.from(JSON.stringify(record)));
  return hash;
}

/** Nothing where it is gone or damaged: what it counts is not worth more. */
export async function readPartRecord({ store }: Environment, hash: string): Promise<PartRecord | undefined> {
  const artifact = await store.artifacts.get(hash);
  if (!artifact) return undefined;
  const content = await text(artifact.stream());
  // Its name is the hash of what was written.
  const isWhole = createHash("sha256").update(content).digest("hex") === hash;
  return isWhole ? (JSON.parse(content) as PartRecord) : undefined;
}
