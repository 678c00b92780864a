/** Named arrays in one file, as NumPy's `savez_compressed` writes and `load` reads them: a ZIP of `.npy` files. */
import { GipfelError } from "@gipfel/contracts";
import { unzipSync, zipSync } from "fflate";
import { reasonOf } from "../support/reason-of.js";
import { type NpyArray, readNpy, type WritableValues, writeNpy } from "./npy.js";

export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: WritableValues;
}

/** Entries of a ZIP need a time; NumPy takes this one too. Local time, which is what a ZIP states. */
const someTime = new Date(1980, 0, 1);

/** The bytes are a function of the arrays and their order alone. */
export function writeNpz(arrays: Readonly<Record<string, NamedArray>>): Uint8Array {
  const files = Object.entries(arrays).map(
    ([name, { shape, data }]) => [`${name}.npy`, writeNpy(shape, data)] as const,
  );
  return zipSync(Object.fromEntries(files), { mtime: someTime, level: 6 });
}

/**
 * The arrays in the bytes of an `.npz` file.
 *
 * @param largest bytes that its arrays may take together
 * @throws GipfelError DATASET_INVALID for anything else
 */
export function readNpz(bytes: Uint8Array, largest: number, subject: string): Map<string, NpyArray> {
  let stated = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        stated += originalSize;
        if (stated > largest) throw new Error(`its arrays take more than ${largest} bytes`);
        return true;
      },
    });
  } catch (cause) {
    throw new GipfelError("DATASET_INVALID", `${subject} is no .npz file that can be read: ${reasonOf(cause)}`, {
      cause,
    });
  }
  const arrays = Object.entries(files).map(
    ([name, content]) => [name.replace(/\.npy$/, ""), readNpy(content, `${name} of ${subject}`)] as const,
  );
  return new Map(arrays);
}
