import { GipfelError } from "@gipfel/contracts";
import {
  type BasisKind,
  basisKinds,
  defaultCounts,
  defaultOptions,
  evaluateConcepts,
  type Progress,
  prepareAnalysis,
} from "@gipfel/pipeline";
import type { Command } from "commander";
import { parseLayers } from "../analysis-arguments.js";
import { type EngineArguments, withEngineOptions } from "../engine-arguments.js";
import { describeConcepts } from "../evaluate/describe-concepts.js";
import { addPlanted } from "../evaluate/planted.js";
import { reported } from "../evaluate/reported.js";
import { list, number } from "../parse-text.js";
import type { Report } from "../report.js";
import { type SubjectArguments, subjectPaths, withSubjectOptions } from "../subject-arguments.js";

interface ConceptArguments extends SubjectArguments, EngineArguments {
  readonly classes?: readonly string[];
  readonly layers: "auto" | "all" | readonly string[];
  readonly kinds: readonly string[];
  readonly counts: readonly string[];
  readonly quick?: boolean;
  readonly limit?: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function addEvaluate(program: Command): void {
  const evaluate = program.command("evaluate").description("how far the concepts of a network can be trusted");
  const concepts = evaluate
    .command("concepts")
    .description("accuracy kept on held-out images where layers are replaced by what their concepts say");
  withEngineOptions(withSubjectOptions(concepts))
    .option("--classes <list>", "class folders, names or indices, separated by commas", list)
    .option("--layers <choice>", "auto, all, or tensor names separated by commas", parseLayers, defaultOptions.layers)
    .option("--kinds <list>", `kinds of concepts: ${basisKinds.join(", ")}`, list, [...basisKinds])
    .option("--counts <list>", "numbers of concepts, separated by commas", list, defaultCounts.map(String))
    .option("--quick", "stop at the number that auto takes, instead of trying all")
    .option("--limit <n>", "images per class; every second one is held out", number)
    .option("--seed <n>", "seed of dealing, drawing and clustering", number, defaultOptions.seed)
    .option("--json", "one JSON object per line")
    .action((given: ConceptArguments) =>
      reported(given.json ?? false, (report, signal) => runConcepts(given, report, signal)),
    );
  addPlanted(evaluate);
  for (const command of evaluate.commands) command.exitOverride();
}

async function runConcepts(given: ConceptArguments, report: Report, signal: AbortSignal): Promise<void> {
  const context = {
    signal,
    onProgress: (progress: Progress) => report.progress(progress),
    onNotice: (text: string) => report.notice(text),
  };
  const { classes, layers, limit, seed, engine, device, batch, threads, quick } = given;
  const options = {
    ...defaultOptions,
    ...{ classes: classes ?? null, layers, limit: limit ?? null, seed, engine, device, batch, threads },
  };
  const kinds = parseKinds(given.kinds);
  const counts = parseCounts(given.counts);
  const prepared = await prepareAnalysis(subjectPaths(given), options, context);
  const evaluation = await evaluateConcepts(prepared, { kinds, counts, quick: quick ?? false }, context);
  report.finish({ ...evaluation }, describeConcepts(evaluation));
}

function parseKinds(texts: readonly string[]): BasisKind[] {
  return texts.map((text) => {
    const kind = basisKinds.find((known) => known === text);
    if (kind) return kind;
    throw new GipfelError("OPTION_INVALID", `invalid kinds: expected ${basisKinds.join(", ")}, got ${text}`);
  });
}

function parseCounts(texts: readonly string[]): number[] {
  const counts = texts.map(Number);
  const bad = texts.find((_, i) => !(Number.isSafeInteger(counts[i]) && counts[i]! >= 1));
  if (bad === undefined && counts.length > 0) return [...new Set(counts)].sort((a, b) => a - b);
  throw new GipfelError("OPTION_INVALID", `invalid counts: expected whole numbers from 1, got ${bad ?? "none"}`);
}
