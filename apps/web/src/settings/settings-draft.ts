/** The settings of an analysis as a form holds them: numbers as they are typed. */
import { AnalysisSettings, edgeMethods, messageOf, parseAs } from "@gipfel/contracts";

export type SettingName = keyof AnalysisSettings;

/** Fields whose text says a number, or nothing. */
type Typed = "clusters" | "components" | "tolerance" | "limit" | "batch" | "seed" | "target" | "preprocess" | "labels";

export type SettingsDraft = { [Name in SettingName]: Name extends Typed ? string : AnalysisSettings[Name] };

export interface ReadDraft {
  /** Null while a field says something that it cannot take. */
  readonly settings: AnalysisSettings | null;
  readonly problems: ReadonlyMap<SettingName, string>;
}

export function draftOf(settings: AnalysisSettings): SettingsDraft {
  const { clusters, components, tolerance, limit, batch, seed, target, preprocess, labels } = settings;
  return {
    ...settings,
    clusters: clusters === "auto" ? "" : String(clusters),
    ...{ components: String(components), tolerance: String(tolerance), batch: String(batch), seed: String(seed) },
    limit: limit === null ? "" : String(limit),
    ...{ target: target ?? "", preprocess: writePreprocessing(preprocess) },
    labels: labels?.join("\n") ?? "",
  };
}

const expectations: Partial<Record<SettingName, string>> = {
  classes: "Choose at least one class.",
  layers: "Choose at least one layer.",
  clusters: "Takes a whole number from 1 to 4096, or nothing.",
  components: "Takes a fraction of the variance below 1, or a whole number of components from 1 to 64.",
  tolerance: "Takes a number between 0 and 1.",
  limit: "Takes a whole number from 1, or nothing.",
  batch: "Takes a whole number from 1 to 1024.",
  seed: "Takes a whole number from 0.",
  preprocess: 'Takes a name, or an object such as {"scale": 0.00392, "mean": [0.5], "std": [0.25]}.',
  edgeMethod: `Takes one of ${edgeMethods.join(", ")}.`,
};

/** Reads each field by the schema of the wire; says of those that do not fit what they take. */
export function readDraft(draft: SettingsDraft): ReadDraft {
  const problems = new Map<SettingName, string>();
  const given = {
    ...draft,
    clusters: draft.clusters.trim() === "" ? "auto" : numberOf(draft.clusters),
    ...{ components: numberOf(draft.components), tolerance: numberOf(draft.tolerance) },
    ...{ batch: numberOf(draft.batch), seed: numberOf(draft.seed) },
    limit: draft.limit.trim() === "" ? null : numberOf(draft.limit),
    ...{ target: textOf(draft.target), preprocess: readPreprocessing(draft.preprocess) },
    labels: readLabels(draft.labels),
  };
  for (const [name, schema] of Object.entries(AnalysisSettings.properties) as [SettingName, never][]) {
    try {
      parseAs(schema, given[name], "OPTION_INVALID", name);
    } catch (error) {
      problems.set(name, expectations[name] ?? messageOf(error));
    }
  }
  const { components } = given;
  if (components >= 1 && !Number.isInteger(components)) problems.set("components", expectations.components!);
  if (given.edgeMethod === "lrp" && given.baseline !== "zero") {
    problems.set("baseline", "Layer-wise relevance compares with nothing: it takes the baseline zero.");
  }
  const settings =
    problems.size > 0 ? null : parseAs(AnalysisSettings, given, "OPTION_INVALID", "settings of the analysis");
  return { settings, problems };
}

/** Fields that say something else. */
export function changedFields(draft: SettingsDraft, defaults: SettingsDraft): Set<SettingName> {
  const names = Object.keys(defaults) as SettingName[];
  return new Set(names.filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(defaults[name])));
}

/**
 * One name a line, or a JSON array as `--labels` takes it: of strings or of `{name, wnid?}`. A WordNet id stands before its
 * name. Null for none.
 */
export function readLabels(text: string): string[] | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const entries = trimmed.startsWith("[") ? jsonArray(trimmed) : null;
  if (!entries) return trimmed.split(/\r?\n/).map((line) => line.trim());
  return entries.map((entry) => {
    if (typeof entry !== "object" || entry === null || !("name" in entry)) return String(entry);
    return "wnid" in entry ? `${entry.wnid} ${entry.name}` : String(entry.name);
  });
}

/** A name, or values of one's own as JSON: what `--preprocess` takes as a file. Null for the one that fits the input. */
function readPreprocessing(text: string): unknown {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return trimmed || null;
  try {
    return JSON.parse(trimmed);
  } catch {
    // What no schema takes.
    return undefined;
  }
}

function writePreprocessing(preprocess: AnalysisSettings["preprocess"]): string {
  return typeof preprocess === "object" && preprocess !== null
    ? JSON.stringify(preprocess, null, 2)
    : (preprocess ?? "");
}

function jsonArray(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** What is no number is refused by every schema of a number. */
function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

const textOf = (text: string): string | null => text.trim() || null;
