import { GipfelError } from "@gipfel/contracts";
import { unpackZip } from "../zip/unpack-zip.js";

const limits = { entries: 10_000, bytes: 4 * 2 ** 30 };

/**
 * Unpacks a zip of a TensorFlow.js model: its `model.json`, at the top or in one folder, and what lies beside it.
 *
 * @throws GipfelError MODEL_UNREADABLE
 */
export async function unpackModel(archive: string, folder: string): Promise<void> {
  const refuse = (problem: string) => new GipfelError("MODEL_UNREADABLE", `the archive ${problem}`);
  await unpackZip(archive, folder, {
    limits,
    refuse,
    accepts: (name) => !/(^|\/)(__MACOSX\/|\.)/.test(name),
    prefix: (names) => {
      const model = names.find((name) => /^([^/]+\/)?model\.json$/.test(name));
      if (model === undefined) {
        throw refuse("has no model.json at its top or in one folder; zip the folder of a TensorFlow.js model");
      }
      const prefix = model.slice(0, -"model.json".length);
      const stray = names.find((name) => !name.startsWith(prefix));
      if (stray !== undefined) throw refuse(`has ${stray} outside of the model's folder`);
      return prefix;
    },
  });
}
