/** The settings of an analysis in words, for those who read its result. */
import type { AnalysisSettings } from "@gipfel/contracts";
import { count } from "../wording.js";
import { settingChoices, settingWords } from "./setting-words.js";
import type { SettingName } from "./settings-draft.js";

export interface SettingValue {
  readonly name: SettingName;
  readonly label: string;
  readonly value: string;
  readonly isDefault: boolean;
}

/** @param defaults what holds where nothing is given */
export function describeSettings(settings: AnalysisSettings, defaults: AnalysisSettings): SettingValue[] {
  return (Object.keys(settingWords) as SettingName[]).map((name) => ({
    name,
    label: settingWords[name].label,
    value: describe(settings, name),
    isDefault: JSON.stringify(settings[name]) === JSON.stringify(defaults[name]),
  }));
}

function describe(settings: AnalysisSettings, name: SettingName): string {
  const value = settings[name];
  if (name in settingChoices) {
    const choices: readonly { value: unknown; label: string }[] = settingChoices[name as keyof typeof settingChoices];
    return choices.find((choice) => choice.value === value)?.label ?? String(value);
  }
  if (value === null) return ofNothing[name] ?? "none";
  if (Array.isArray(value)) return value.length > 4 ? `${count(value.length)} chosen` : value.join(", ");
  if (typeof value === "object") return "values of its own";
  if (value === "auto") return "automatic";
  return typeof value === "number" && value >= 1 ? count(value) : String(value);
}

const ofNothing: Partial<Record<SettingName, string>> = {
  classes: "all",
  limit: "all",
  target: "the only one",
  preprocess: "as fits the input",
  labels: "those of the folders",
};
