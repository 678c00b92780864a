import { readFile } from "node:fs/promises";
import type { Dataset } from "../sources/dataset.js";
import { hasOwnUnits, isDeep } from "./decode-depth.js";
import { openPicture } from "./open-picture.js";

/** What a few images tell of all: the depth of their pixels. */
export interface ImageSurvey {
  /** Whether pixels are values of their own, such as Hounsfield units, and not shades from 0 to 255. */
  readonly ownUnits: boolean;
  readonly notices: readonly string[];
}

const sampleSize = 4;
/** The largest value of 12 bits. */
const max12 = 4095;

/** Looks at the first image of up to {@link sampleSize} groups; what cannot be decoded is passed over. */
export async function surveyImages({ groups }: Pick<Dataset, "groups">): Promise<ImageSurvey> {
  const depths = new Set<string>();
  let ownUnits = false;
  let max16 = 0;
  for (const file of groups.slice(0, sampleSize).flatMap(({ images }) => images[0]?.file ?? [])) {
    const found = await depthOf(file).catch(() => undefined);
    if (found === undefined) continue;
    depths.add(found.depth);
    ownUnits ||= found.ownUnits;
    max16 = Math.max(max16, found.max);
  }
  return { ownUnits, notices: describe(depths, ownUnits, max16) };
}

async function depthOf(file: string): Promise<{ depth: string; ownUnits: boolean; max: number } | undefined> {
  const encoded = await readFile(file);
  const metadata = await openPicture(encoded).metadata();
  if (!isDeep(metadata)) return undefined;
  const ownUnits = hasOwnUnits(metadata);
  const { channels } = ownUnits ? { channels: [] } : await openPicture(encoded).stats();
  return { depth: metadata.depth ?? "unknown", ownUnits, max: Math.max(0, ...channels.map(({ max }) => max)) };
}

function describe(depths: ReadonlySet<string>, ownUnits: boolean, max16: number): string[] {
  const own = [...depths].filter((depth) => depth !== "ushort").sort();
  const notices = ownUnits
    ? [`${own.join(" and ")} images keep their values: preprocessing is applied to them as they are`]
    : [];
  return depths.has("ushort") ? [...notices, noticeOf16(max16)] : notices;
}

function noticeOf16(max16: number): string {
  return max16 > 255 && max16 <= max12
    ? `16-bit images use 12 bits (at most ${max16} in those sampled), and 65535 is taken as white; for 4095 as white multiply the preprocessing's scale by 16`
    : "16-bit images keep their depth: 65535 is taken as white, 255 to a preprocessing";
}
