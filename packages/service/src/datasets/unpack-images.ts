import { GipfelError } from "@gipfel/contracts";
import { unpackZip } from "../zip/unpack-zip.js";

const limits = { entries: 200_000, bytes: 64 * 2 ** 30 };

const isImage = (name: string) => /\.(jpe?g|jpe|jfif|png|webp|gif|tiff?|avif)$/i.test(name);
const isManifest = (name: string) => /\.(csv|jsonl)$/i.test(name);
const isHidden = (name: string) => /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/.test(name);

/**
 * Unpacks a zip of images, in folders of classes or with a manifest. Where all lies in one folder, that is left away.
 *
 * @throws GipfelError DATASET_INVALID, DATASET_EMPTY
 */
export async function unpackImages(archive: string, folder: string): Promise<void> {
  const refuse = (problem: string) => new GipfelError("DATASET_INVALID", `the archive ${problem}`);
  const count = await unpackZip(archive, folder, {
    limits,
    refuse,
    accepts: (name) => {
      if (isHidden(name)) return false;
      if (isImage(name) || isManifest(name)) return true;
      throw refuse(`has ${name}, which is neither an image nor a manifest (.csv, .jsonl)`);
    },
    prefix: wrapper,
  });
  if (count === 0) throw new GipfelError("DATASET_EMPTY", "the archive has no images; put them in a folder per class");
}

/** The one folder that holds all, unless it is a class itself. */
function wrapper(names: readonly string[]): string {
  const first = /^[^/]+\//.exec(names[0] ?? "")?.[0];
  if (first === undefined || !names.every((name) => name.startsWith(first))) return "";
  const isWrapper = names.some((name) => name.slice(first.length).includes("/") || isManifest(name));
  return isWrapper ? first : "";
}
