import { GipfelError } from "@gipfel/contracts";
import type { Network } from "./network.js";

/**
 * Refuses weights that are no finite numbers, of which everything computed from them would be none either. A single
 * number may be infinite, as the bound of a clip that has none.
 *
 * @throws GipfelError MODEL_UNREADABLE
 */
export function checkConstants({ constants }: Network, file: string): void {
  for (const [name, { data }] of constants) {
    const isBound = data.length === 1 && !Number.isNaN(data[0]);
    const wrong = isBound ? -1 : data.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    const where = name.startsWith("%") ? "weights computed from those of the file have" : `the weights ${name} have`;
    throw new GipfelError(
      "MODEL_UNREADABLE",
      `${file}: ${where} ${data[wrong]} at value ${wrong}; every weight must be a finite float32, so export the model again`,
    );
  }
}
