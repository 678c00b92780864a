import { type EdgeMethod, edgeMethods, GipfelError } from "@gipfel/contracts";
import {
  availableEngines,
  defaultOptions,
  type EngineAvailability,
  type InspectedSegment,
  inspectModel,
  listOutputs,
  type ModelInspection,
} from "@gipfel/pipeline";
import { type Command, Option } from "commander";
import { parseLayers } from "../analysis-arguments.js";
import { callerPath } from "../environment.js";
import { formatTable } from "../format.js";
import { modelReading, type ReadingArguments, withReadingOptions } from "../reading-arguments.js";
import { createReport } from "../report.js";

interface InspectArguments extends ReadingArguments {
  readonly model?: string;
  readonly layers: ReturnType<typeof parseLayers>;
  readonly baseline: "zero" | "mean";
  readonly edgeMethod: EdgeMethod;
  readonly target?: string;
  readonly engines?: boolean;
  readonly json?: boolean;
}

export function addInspect(program: Command): void {
  withReadingOptions(program.command("inspect"))
    .description("layers, operations and the plan of each segment of a model; the engines of this machine")
    .option("--model <file>", "ONNX file, or model.json of a TensorFlow.js model (or its folder)")
    .option("--layers <choice>", "auto, all, or tensor names separated by commas", parseLayers, "auto" as const)
    .addOption(new Option("--baseline <kind>", "plan for this baseline").choices(["zero", "mean"]).default("zero"))
    .addOption(
      new Option("--edge-method <name>", "plan for this method")
        .choices(edgeMethods)
        .default(defaultOptions.edgeMethod),
    )
    .option("--target <output>", "output tensor to explain")
    .option("--engines", "list engines and devices")
    .option("--json", "one JSON object per line")
    .action(async (given: InspectArguments, command: Command) => {
      if (!given.model && !given.engines) command.error("gipfel: inspect takes --model FILE, --engines, or both");
      const report = createReport(given.json ?? false);
      const engines = given.engines ? await availableEngines() : undefined;
      const inspection = given.model
        ? await inspectModel(callerPath(given.model), {
            layers: given.layers,
            baseline: given.baseline,
            edgeMethod: given.edgeMethod,
            target: given.target ?? null,
            ...modelReading(given),
          }).catch((error: unknown) => {
            const unsupported = unsupportedIn(error);
            if (given.json && unsupported) report.finish({ layers: [], segments: [], operations: {}, unsupported }, "");
            throw error;
          })
        : undefined;
      const text = [inspection ? describe(inspection) : "", engines ? describeEngines(engines) : ""].filter(
        (part) => part !== "",
      );
      report.finish({ ...inspection, ...(engines ? { engines } : {}) }, text.join("\n\n"));
    });
}

/** The operations that keep a model from being read, if that is what the error is about. */
function unsupportedIn(error: unknown): unknown {
  return error instanceof GipfelError && error.code === "MODEL_UNSUPPORTED" ? error.details.operations : undefined;
}

/** Runs of a segment over a batch. */
function describePasses(passes: InspectedSegment["passes"], columns: InspectedSegment["columns"]): string {
  if (passes === null) return "none";
  const { least, most } = passes;
  const runs = least === most ? String(least) : `${least} to ${most}`;
  return columns === "nodes" ? `${runs} a concept` : runs;
}

function describe(inspection: ModelInspection): string {
  const {
    model,
    inputSizes,
    isOpen,
    positions,
    outputs,
    output,
    heads,
    stripped,
    layers,
    segments,
    operations,
    notes,
  } = inspection;
  const size = `${inputSizes.join("×")}${isOpen ? " (size left open by the file; --input-size or arrays state it)" : ""}`;
  const places = positions ? `, ${placesOf(positions)}` : "";
  const head = `${model.name}: input ${size}, ${outputs} output${outputs === 1 ? "" : "s"}${places}${stripped ? `, final ${stripped} stripped` : ""}`;
  const counts = Object.entries(operations).map(([name, count]) => `${name} ${count}`);
  const layerRows = layers.map(({ name, role, neurons, size }) => [name, role, String(neurons), size.join("×")]);
  const segmentRows = segments.map(({ target, sources, kind, columns, passes, reason }) => [
    target,
    sources.join(" "),
    kind,
    columns,
    describePasses(passes, columns),
    reason,
  ]);
  return [
    head,
    ...(heads.length > 1
      ? [`outputs: ${listOutputs(inspection)}; ${output} is explained, --target names another`]
      : []),
    `operations: ${counts.join(", ")}`,
    ...notes.map((note) => `note: ${note}`),
    "",
    formatTable([["layer", "role", "neurons", "size"], ...layerRows]),
    "",
    formatTable([["segment into", "from", "way", "pairs by", "second pass", "why"], ...segmentRows]),
  ].join("\n");
}

function placesOf({ sizes, chosen }: NonNullable<ModelInspection["positions"]>): string {
  const what = { mean: "the mean over", max: "the maximum over" };
  return `${typeof chosen === "string" ? what[chosen] : `position ${chosen.join(",")} of`} ${sizes.join("×")} positions`;
}

function describeEngines(engines: readonly EngineAvailability[]): string {
  return formatTable([
    ["engine", "device", "here", "what it is, or what is missing"],
    ...engines.map(({ engine, device, available, reason }) => [engine, device, available ? "yes" : "no", reason]),
  ]);
}
