/**
 * Deals a class's images into groups, for standard errors, and its groups into shards, the resumable pieces of work.
 * Both follow from the images and the seed alone.
 */
import { createHash } from "node:crypto";
import type { DatasetImage } from "@gipfel/dataset";
import { minimumGroups } from "@gipfel/graph";

export interface ShardImage {
  readonly image: DatasetImage;
  /** Number of its group within the class. */
  readonly group: number;
}

export interface Shard {
  /** `<class>.<number>`; names its files. */
  readonly id: string;
  readonly classId: string;
  readonly images: readonly ShardImage[];
}

const mostGroups = 20;
const leastGroupSize = 2;
const shardSize = 32;

/** Twenty groups where there are images enough, at least ten of two images, else one. */
export function groupCount(images: number): number {
  const groups = Math.min(mostGroups, Math.floor(images / leastGroupSize));
  return groups >= minimumGroups ? groups : 1;
}

/** The images in an order that depends on the seed and their names alone. */
export function dealImages(images: readonly DatasetImage[], seed: number): DatasetImage[] {
  const keyed = images.map((image) => ({
    image,
    key: createHash("sha256").update(`${seed}\n${image.name}`).digest("hex"),
  }));
  return keyed
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.image.index - b.image.index))
    .map(({ image }) => image);
}

/** @param mostGroupsPerShard limits the memory that the groups of one shard take. */
export function planShards(classId: string, dealt: readonly DatasetImage[], mostGroupsPerShard: number): Shard[] {
  const groups = groupCount(dealt.length);
  const grouped = dealt.map((image, i): ShardImage => ({ image, group: Math.floor((i * groups) / dealt.length) }));
  const shards: ShardImage[][] = [];
  let current: ShardImage[] = [];
  for (const [i, item] of grouped.entries()) {
    const begins = i === 0 || grouped[i - 1]!.group !== item.group;
    const rest = begins ? grouped.filter(({ group }) => group === item.group).length : 1;
    const full = current.length + rest > shardSize && current.length > 0;
    const many = begins && new Set(current.map(({ group }) => group)).size >= mostGroupsPerShard;
    if (current.length >= shardSize || (begins && (full || many))) {
      shards.push(current);
      current = [];
    }
    current.push(item);
  }
  if (current.length > 0) shards.push(current);
  return shards.map((images, i) => ({ id: `${classId}.${i}`, classId, images }));
}
