/** From a TensorFlow.js model to a network. */
import { basename, dirname, resolve } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { NetworkBuilder, type Value } from "../builder.js";
import { selectHead } from "../head.js";
import { describeOutputs } from "../heads.js";
import { countNames, type ImportedModel, type ImportOptions, imageShape, inputSizes } from "../imported-model.js";
import { mergeAffine } from "../merge-affine.js";
import { BATCH, fixedSize } from "../shape.js";
import { importGraph } from "./graph/import-graph.js";
import { importLayers } from "./layers/import-layers.js";

import { mergeReshapes } from "./merge-reshapes.js";
import { readTfjsModel } from "./read-model.js";
import { nameLogits } from "./tensor-names.js";
import { asImage, asPlain, reshapeView, shapeOf, type TensorView } from "./tensor-view.js";

/**
 * @param file the `model.json` of a layers model or of a graph model.
 * @throws GipfelError MODEL_NOT_FOUND, MODEL_UNREADABLE, MODEL_UNSUPPORTED, TARGET_UNKNOWN
 */
export async function importTfjs(file: string, options: ImportOptions = {}): Promise<ImportedModel> {
  const { target, spatial = [224, 224], inputs = {} } = options;
  const [extra] = Object.keys(inputs);
  if (extra !== undefined) {
    throw new GipfelError(
      "OPTION_INVALID",
      `--input ${extra} requires an ONNX model, ${file} is a TensorFlow.js model`,
    );
  }
  const model = await readTfjsModel(file);
  const builder = new NetworkBuilder();
  const { input, isOpen, channelsLast, outputs, names, operations } =
    model.format === "graph"
      ? importGraph(model, builder, spatial, file)
      : importLayers(model.topology, model.weights, builder, spatial, file);
  const candidates = outputs.map(({ name, view }) => ({ name, value: outputValue(builder, view) }));
  const wanted = outputs.find(({ alias }) => alias !== undefined && alias === target)?.name ?? target;
  const head = selectHead(
    builder,
    candidates,
    { ...options, ...(wanted === undefined ? {} : { target: wanted }) },
    file,
  );
  const output = outputs.find(({ name }) => name === head.name)!;
  const named = nameLogits(names.apply(head.network), names.nameOf(output.view.value) ?? head.name);
  return {
    network: mergeReshapes(mergeAffine(named, new Set())),
    name: basename(file) === "model.json" ? basename(dirname(resolve(file))) : basename(file),
    hash: model.hash,
    input: imageShape(input, file),
    inputSizes: inputSizes(input),
    isOpen,
    channelsLast,
    takesBytes: false,
    output: head.name,
    heads: describeOutputs(candidates),
    outputs: head.outputs,
    stripped: head.stripped,
    positions: head.positions,
    operations: countNames(operations),
    notes: [],
  };
}

/** An output as TensorFlow sees it, one number per class as `[N, K]`, a map as `[N, K, H, W]`; undefined where the images are not its first axis. */
function outputValue(builder: NetworkBuilder, view: TensorView): Value | undefined {
  if (view.axes[0] !== 0) return undefined;
  const shape = shapeOf(view);
  const long = shape.filter((size, axis) => axis > 0 && size !== 1);
  if (long.length < 2) return asPlain(builder, reshapeView(builder, view, [BATCH, fixedSize(shape)]));
  return shape.length === 4 ? asImage(builder, view, "channelsLast") : asPlain(builder, view);
}
