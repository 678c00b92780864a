import { GipfelError } from "@gipfel/contracts";

export interface VisualizeOptions {
  /** Steps of ascent. */
  readonly steps: number;
  readonly seed: number;
  /** Pictures that are made together. */
  readonly batch: number;
}

export const defaultVisualizeOptions: VisualizeOptions = { steps: 256, seed: 0, batch: 8 };

const least = { steps: 1, seed: 0, batch: 1 } as const;
const most = { steps: 100_000, seed: Number.MAX_SAFE_INTEGER, batch: 1024 } as const;

/** @throws GipfelError OPTION_INVALID that names the option, what arrived and what would be right. */
export function checkVisualizeOptions(options: VisualizeOptions): void {
  for (const name of ["steps", "seed", "batch"] as const) {
    const value = options[name];
    if (Number.isInteger(value) && value >= least[name] && value <= most[name]) continue;
    throw new GipfelError(
      "OPTION_INVALID",
      `--${name} is ${value}; it takes a whole number from ${least[name]} to ${most[name]}`,
    );
  }
}
