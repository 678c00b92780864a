import type { PreparedAnalysis } from "../prepare.js";

/** The options as documents state them: everything that decides the result, no paths. */
export function optionsRecord({ options, preprocessing }: PreparedAnalysis): Record<string, unknown> {
  return {
    ...options,
    preprocessing: preprocessing.values === null ? null : { name: preprocessing.name, ...preprocessing.values },
  };
}
