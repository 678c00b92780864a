/** The settings of analyses on the wire, in the store, and as the options of the pipeline. */
import { AnalysisSettings, GipfelError, parseAs } from "@gipfel/contracts";
import { presets } from "@gipfel/dataset";
import { type AnalysisOptions, checkOptions, defaultOptions } from "@gipfel/pipeline";
import type { Analysis } from "@gipfel/store";

export const defaultSettings: AnalysisSettings = settingsOf(defaultOptions);

function settingsOf({
  visualize,
  engine,
  device,
  layers,
  classes,
  ...options
}: typeof defaultOptions): AnalysisSettings {
  return {
    ...options,
    layers: typeof layers === "string" ? layers : [...layers],
    classes: classes === null ? null : [...classes],
    ...{ preprocess: null, labels: null },
  };
}

/** What the store keeps of an analysis's options. Threads decide the last digits, so they stay what they were. */
export interface StoredOptions {
  readonly settings: AnalysisSettings;
  readonly threads: number;
}

export function storedOptions({ options }: Pick<Analysis, "options">): StoredOptions {
  const settings = parseAs(AnalysisSettings, options.settings, "STORE_CORRUPT", "settings of an analysis");
  return { settings, threads: Number(options.threads) };
}

/** In the order in which the command line has them, since documents keep it: both are to write the same bytes. */
export function analysisOptions({ settings, threads }: StoredOptions): AnalysisOptions {
  const { classes, layers, clusters, components, profile, scope, baseline, tolerance, limit, batch } = settings;
  const { pairs, edgeMethod, seed, target } = settings;
  const { device, visualize, engine } = defaultOptions;
  return {
    ...{ classes, layers, clusters, components, profile, scope, baseline, tolerance, limit, batch },
    ...{ threads, device, pairs, visualize, engine, edgeMethod, seed, target },
  };
}

/**
 * What schemas cannot say of settings.
 *
 * @throws GipfelError OPTION_INVALID, PREPROCESSING_INVALID
 */
export function checkSettings(stored: StoredOptions): void {
  checkOptions(analysisOptions(stored));
  checkPreprocessing(stored.settings.preprocess);
}

/**
 * A preprocessing is stated by its name alone: what is no name would be taken for a file.
 *
 * @throws GipfelError PREPROCESSING_INVALID
 */
export function checkPreprocessing(name: string | null): void {
  if (name === null || Object.hasOwn(presets, name)) return;
  const known = Object.keys(presets).join(", ");
  throw new GipfelError("PREPROCESSING_INVALID", `no preprocessing ${name}; there are ${known}`);
}
