import { GipfelError } from "@gipfel/contracts";
import {
  defaultOptions,
  evaluatePlanted,
  type PlantedEvaluation,
  type PlantOptions,
  plantedDirections,
  plantedGroups,
} from "@gipfel/pipeline";
import type { Command } from "commander";
import { withEngineChoice } from "../engine-arguments.js";
import { formatTable } from "../format.js";
import { number } from "../parse-text.js";
import { reported } from "./reported.js";

type Changes = Partial<Omit<PlantOptions, "truth" | "images">>;

interface PlantedArguments extends Changes {
  readonly truth: string;
  readonly instances: number;
  readonly seed: number;
  readonly engine: string;
  readonly device: string;
  readonly json?: boolean;
}

const truths = { groups: [plantedGroups], directions: [plantedDirections], both: [plantedGroups, plantedDirections] };

export function addPlanted(evaluate: Command): void {
  const planted = evaluate
    .command("planted")
    .description("how many concepts are found that small networks have by construction");
  withEngineChoice(planted)
    .option("--truth <what>", "groups of neurons, directions (more of them than neurons), or both", "both")
    .option("--instances <n>", "networks of each", number, 100)
    .option("--concepts <n>", "concepts planted in each layer", number)
    .option("--width <n>", "neurons of a layer that serve them", number)
    .option("--depth <n>", "layers", number)
    .option("--distractors <n>", "neurons of a layer that follow noise alone", number)
    .option("--dead <n>", "neurons of a layer that are never active", number)
    .option("--copies <n>", "neurons of a layer that repeat others at another scale", number)
    .option("--noise <s>", "standard deviation of noise on neurons that serve concepts", number)
    .option("--density <p>", "part of the positions at which a concept is present", number)
    .option("--seed <n>", "seed of the first network; the next ones count on", number, defaultOptions.seed)
    .option("--json", "one JSON object per line")
    .action((given: PlantedArguments) =>
      reported(given.json ?? false, async (report, signal) => {
        const context = { signal, onProgress: report.progress.bind(report), onNotice: report.notice.bind(report) };
        const evaluation = await evaluatePlanted(plantsOf(given), given, context);
        report.finish({ ...evaluation }, describePlanted(evaluation));
      }),
    );
}

function plantsOf({ truth, instances, ...given }: PlantedArguments): PlantOptions[] {
  const plants = Object.hasOwn(truths, truth) ? truths[truth as keyof typeof truths] : undefined;
  if (!plants)
    throw new GipfelError("OPTION_INVALID", `invalid truth: expected groups, directions or both, got ${truth}`);
  if (!(Number.isSafeInteger(instances) && instances >= 1)) {
    throw new GipfelError("OPTION_INVALID", `invalid instances: expected a whole number from 1, got ${instances}`);
  }
  return plants.map((plant) => ({
    ...plant,
    concepts: given.concepts ?? plant.concepts,
    width: given.width ?? plant.width,
    depth: given.depth ?? plant.depth,
    distractors: given.distractors ?? plant.distractors,
    dead: given.dead ?? plant.dead,
    copies: given.copies ?? plant.copies,
    noise: given.noise ?? plant.noise,
    density: given.density ?? plant.density,
  }));
}

function describePlanted({ instances, concepts }: PlantedEvaluation): string {
  const rows = concepts.map(({ truth, kind, ari, ariError, cosine, cosineError }) => [
    truth,
    kind,
    ari === null ? "" : `${ari.toFixed(3)} ± ${ariError!.toFixed(3)}`,
    `${cosine.toFixed(3)} ± ${cosineError.toFixed(3)}`,
  ]);
  return `${formatTable([["planted", "kind", "ARI", "matched cosine"], ...rows])}\n\nmeans over ${instances} networks of each, with standard errors`;
}
