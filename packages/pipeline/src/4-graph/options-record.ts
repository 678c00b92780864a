import type { PreparedAnalysis } from "../prepare.js";

/** The options as documents state them: everything that decides the result, no paths. */
export function optionsRecord({ options, preprocessing, reading }: PreparedAnalysis): Record<string, unknown> {
  return {
    ...options,
    ...reading,
    preprocessing: preprocessing.values === null ? null : { name: preprocessing.name, ...preprocessing.values },
  };
}
