/** The settings of analyses on the wire, in the store, and as the options of the pipeline. */
import { AnalysisSettings, GipfelError, type PreprocessingChoice, parseAs } from "@gipfel/contracts";
import { type InputShape, parsePreprocessing, presets } from "@gipfel/dataset";
import { type AnalysisOptions, checkOptions, defaultOptions, type EngineChoice } from "@gipfel/pipeline";
import type { Analysis } from "@gipfel/store";

export const defaultSettings: AnalysisSettings = settingsOf(defaultOptions);

function settingsOf({ engine, device, layers, classes, ...options }: typeof defaultOptions): AnalysisSettings {
  return {
    ...options,
    layers: typeof layers === "string" ? layers : [...layers],
    classes: classes === null ? null : [...classes],
    ...{ preprocess: null, labels: null },
  };
}

/** What the store keeps of an analysis's options. Engine and threads decide the last digits, so they stay what they were. */
export interface StoredOptions extends EngineChoice {
  readonly settings: AnalysisSettings;
  readonly threads: number;
}

/** What was stored before there was some setting has its default. */
export function storedOptions({ options, damage }: Pick<Analysis, "options" | "damage">): StoredOptions {
  if (damage !== undefined) throw new GipfelError("STORE_CORRUPT", damage);
  const given = { ...defaultSettings, ...(options.settings as object) };
  const settings = parseAs(AnalysisSettings, given, "STORE_CORRUPT", "settings of an analysis");
  const { threads, engine = defaultOptions.engine, device = defaultOptions.device } = options;
  return { settings, threads: Number(threads), engine: String(engine), device: String(device) };
}

/** In the order in which the command line has them, since documents keep it: both are to write the same bytes. */
export function analysisOptions({ settings, threads, engine, device }: StoredOptions): AnalysisOptions {
  const { classes, layers, clusters, components, profile, scope, baseline, tolerance, limit, batch } = settings;
  const { pairs, visualize, edgeMethod, seed, target } = settings;
  return {
    ...{ classes, layers, clusters, components, profile, scope, baseline, tolerance, limit, batch },
    ...{ threads, device, pairs, visualize, engine, edgeMethod, seed, target },
  };
}

/**
 * What schemas cannot say of settings.
 *
 * @param input of the network, where it is known
 * @throws GipfelError OPTION_INVALID, PREPROCESSING_INVALID, SHAPE_MISMATCH
 */
export function checkSettings(stored: StoredOptions, input: InputShape | null): void {
  checkOptions(analysisOptions(stored));
  checkPreprocessing(stored.settings.preprocess, input);
}

/**
 * A preprocessing is stated by its name or its values: what is no name would be taken for a file.
 *
 * @param input of the network, where it is known: what does not fit it is refused before anything runs
 * @throws GipfelError PREPROCESSING_INVALID, SHAPE_MISMATCH
 */
export function checkPreprocessing(choice: PreprocessingChoice, input: InputShape | null): void {
  if (choice === null) return;
  if (typeof choice === "object") {
    if (input) parsePreprocessing(choice, input, "preprocess");
    return;
  }
  const name = choice;
  if (Object.hasOwn(presets, name)) {
    if (input) presets[name]?.for(input);
    return;
  }
  const known = Object.keys(presets).join(", ");
  throw new GipfelError("PREPROCESSING_INVALID", `no preprocessing ${name}; there are ${known}`);
}
