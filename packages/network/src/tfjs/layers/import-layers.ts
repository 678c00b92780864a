/** From a layers model (Sequential or functional, models in models) to operations of a network. */
import { GipfelError, messageOf } from "@gipfel/contracts";
import type { NetworkBuilder } from "../../builder.js";
import type { ImportedGraph } from "../imported-graph.js";
import { importInput } from "../input.js";
import type { JsonObject } from "../json.js";
import { TensorNames } from "../tensor-names.js";
import type { TensorView } from "../tensor-view.js";
import { topologicalOrder } from "../topological-order.js";
import type { Weight } from "../weights.js";
import { layers as layerTable } from "./index.js";
import { LayerContext } from "./layer-context.js";
import { LayerWeights } from "./layer-weights.js";
import { inputClass, type LayerConfig, type ModelConfig, readModelConfig } from "./model-config.js";
import type { TensorReference } from "./tensor-reference.js";

/** Calls of layers in a whole model; models that use each other twice at every level would have billions. */
const mostCalls = 100_000;

/** @throws GipfelError MODEL_UNREADABLE, MODEL_UNSUPPORTED */
export function importLayers(
  topology: JsonObject,
  weights: ReadonlyMap<string, Weight>,
  builder: NetworkBuilder,
  spatial: readonly number[],
  file: string,
): ImportedGraph {
  const model = readModelConfig(topology, file);
  refuseUnsupported(model, file);
  const { name, shape } = onlyInput(model, file);
  const { view: input, isOpen, channelsLast } = importInput(builder, name, shape, spatial, file);
  const importer = new ModelImporter(builder, new LayerWeights(weights), file);
  importer.names.reserve(name);
  const made = importer.importModel(model, [input], []);
  return {
    input: input.value,
    isOpen,
    channelsLast,
    outputs: model.outputs.map(({ layer }, i) => ({ name: layer, view: made[i]! })),
    names: importer.names,
    operations: importer.operations,
  };
}

function* allLayers(model: ModelConfig): Generator<LayerConfig> {
  for (const layer of model.layers.values()) {
    if (layer.model) yield* allLayers(layer.model);
    else yield layer;
  }
}

function refuseUnsupported(model: ModelConfig, file: string): void {
  const isKnown = ({ className }: LayerConfig) => className === inputClass || Object.hasOwn(layerTable, className);
  const found = [...allLayers(model)].filter((layer) => !isKnown(layer));
  const [first] = found;
  if (!first) return;
  const names = [...new Set(found.map(({ className }) => className))];
  throw new GipfelError(
    "MODEL_UNSUPPORTED",
    `${file} uses unsupported layers: ${names.join(", ")} (first at layer ${first.name}); supported: ${Object.keys(layerTable).sort().join(", ")}`,
    { details: { operations: names } },
  );
}

/** Name and shape of the one input; a model that begins with another takes what that takes. */
function onlyInput(model: ModelConfig, file: string): { name: string; shape: unknown } {
  const names = model.inputs.map(({ layer }) => layer);
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file} has ${names.length} inputs${name === undefined ? "" : ` (${names.join(", ")})`}; one image input is supported`,
    );
  }
  const options = model.layers.get(name)?.options;
  const shape = options?.get("batch_input_shape") ?? options?.get("batch_shape");
  const reader = [...model.layers.values()].find(({ calls }) =>
    calls.some((call) => call.some(({ layer }) => layer === name)),
  );
  return shape === undefined && reader?.model ? onlyInput(reader.model, file) : { name, shape };
}

/** One call of a layer. */
interface Call {
  readonly layer: LayerConfig;
  readonly index: number;
  readonly inputs: readonly TensorReference[];
}

class ModelImporter {
  readonly names = new TensorNames();
  readonly operations: string[] = [];
  #calls = 0;

  constructor(
    private readonly builder: NetworkBuilder,
    private readonly weights: LayerWeights,
    private readonly file: string,
  ) {}

  /** @param scope names of the models around this one, outermost first. */
  importModel(model: ModelConfig, inputs: readonly TensorView[], scope: readonly string[]): TensorView[] {
    if (inputs.length !== model.inputs.length) {
      throw new RangeError(`it has ${inputs.length} inputs, expected ${model.inputs.length}`);
    }
    const calls = new Calls(model, this.file);
    const made = new Map<Call, readonly TensorView[]>();
    model.inputs.forEach((reference, i) => {
      made.set(calls.at(reference), [inputs[i]!]);
    });
    const tensorOf = (reference: TensorReference): TensorView => {
      const tensor = made.get(calls.at(reference))?.[reference.tensor];
      if (!tensor) throw unreadable(this.file, `layer ${reference.layer} has no output ${reference.tensor}`);
      return tensor;
    };
    const order = topologicalOrder(
      model.outputs.map((reference) => calls.at(reference)),
      (call) => (made.has(call) ? [] : call.inputs.map((reference) => calls.at(reference))),
      ({ layer }) => unreadable(this.file, `layer ${layer.name} depends on itself`),
    );
    for (const call of order) {
      if (!made.has(call)) made.set(call, this.#importCall(call, call.inputs.map(tensorOf), scope));
    }
    return model.outputs.map(tensorOf);
  }

  #importCall({ layer, index }: Call, inputs: readonly TensorView[], scope: readonly string[]): TensorView[] {
    const { className, name, options, model } = layer;
    this.#calls += 1;
    if (this.#calls > mostCalls) {
      throw new GipfelError("MODEL_UNSUPPORTED", `${this.file} calls its layers more than ${mostCalls} times`);
    }
    const path = index === 0 ? [...scope, name] : [...scope, `${name}:${index}`];
    try {
      if (model) return this.importModel(model, inputs, [...scope, name]);
      const importer = layerTable[className];
      if (!importer) throw new RangeError("it is the input of a model, but none is fed to it");
      if (inputs.length === 0) throw new RangeError("it has no inputs");
      const view = importer(new LayerContext(this.builder, options, inputs, name, scope, this.weights));
      this.operations.push(className);
      this.names.assign(view.value, path.join("/"));
      return [view];
    } catch (error) {
      if (error instanceof GipfelError) throw error;
      throw new GipfelError("MODEL_UNSUPPORTED", `layer ${path.join("/")} (${className}): ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

function unreadable(file: string, problem: string): GipfelError {
  return new GipfelError("MODEL_UNREADABLE", `${file}: ${problem}`);
}

/** The calls of a model's layers by reference. */
class Calls {
  readonly #byLayer = new Map<string, Call[]>();
  /** Layers whose calls Keras counts from 1: models, whose call 0 is that of their own making. */
  readonly #fromOne = new Set<string>();

  constructor(
    model: ModelConfig,
    private readonly file: string,
  ) {
    for (const layer of model.layers.values()) {
      const inputs = layer.calls.length > 0 ? layer.calls : [[]];
      this.#byLayer.set(
        layer.name,
        inputs.map((references, index) => ({ layer, index, inputs: references })),
      );
    }
    const references = [...model.layers.values()].flatMap(({ calls }) => calls.flat());
    for (const { layer, call } of [...references, ...model.outputs]) {
      const known = this.#byLayer.get(layer);
      if (known?.[0]?.layer.model && call >= known.length) this.#fromOne.add(layer);
    }
  }

  at({ layer, call }: TensorReference): Call {
    const found = this.#byLayer.get(layer)?.[this.#fromOne.has(layer) ? call - 1 : call];
    if (!found) throw unreadable(this.file, `it refers to call ${call} of layer ${layer}, which there is not`);
    return found;
  }
}
