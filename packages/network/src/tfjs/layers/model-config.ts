/** The topology of a layers model, as Keras 2, Keras 3 and TensorFlow.js write it, in one form. */
import { GipfelError } from "@gipfel/contracts";
import { isName, isObject, type JsonObject, Options, objects, property } from "../json.js";
import { readTensorReferences, type TensorReference } from "./tensor-reference.js";

export interface LayerConfig {
  readonly className: string;
  readonly name: string;
  readonly options: Options;
  /** The inputs of each call; empty for the input of a model. */
  readonly calls: readonly (readonly TensorReference[])[];
  /** For a model used as a layer. */
  readonly model?: ModelConfig;
}

/** A directed acyclic graph of layers; a sequential model is a chain of them. */
export interface ModelConfig {
  readonly layers: ReadonlyMap<string, LayerConfig>;
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
}

const modelClasses = new Set(["Sequential", "Functional", "Model"]);

/** Models in models in models: none has more than a few levels. */
const deepest = 32;

export const inputClass = "InputLayer";

/** @throws GipfelError MODEL_UNREADABLE, MODEL_UNSUPPORTED */
export function readModelConfig(topology: JsonObject, file: string): ModelConfig {
  const config = property(topology, "model_config") ?? property(topology, "modelConfig") ?? topology;
  if (!isObject(config)) throw new GipfelError("MODEL_UNREADABLE", `${file}: its modelTopology holds no model`);
  const className = classNameOf(config);
  if (className === undefined || !modelClasses.has(className)) {
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file} is a ${className ?? "model without a class"}; supported: ${[...modelClasses].join(", ")}`,
    );
  }
  return readModel(config, file, 1);
}

function classNameOf(layer: JsonObject): string | undefined {
  const name = property(layer, "class_name") ?? property(layer, "className");
  return isName(name) ? name : undefined;
}

function readModel(model: JsonObject, file: string, depth: number): ModelConfig {
  if (depth > deepest)
    throw new GipfelError("MODEL_UNSUPPORTED", `${file} nests models more than ${deepest} levels deep`);
  const config = property(model, "config");
  const listed = Array.isArray(config) ? config : isObject(config) ? property(config, "layers") : undefined;
  const options = new Options(isObject(config) ? config : {});
  const layers = objects(listed).map((layer) => readLayer(layer, file, depth));
  if (layers.length === 0) throw new GipfelError("MODEL_UNREADABLE", `${file} has a model without layers`);
  return classNameOf(model) === "Sequential" ? chain(layers, options, file) : functional(layers, options, file);
}

function readLayer(layer: JsonObject, file: string, depth: number): LayerConfig {
  const className = classNameOf(layer);
  const given = property(layer, "config");
  const config = isObject(given) ? given : {};
  const name = property(layer, "name") ?? property(config, "name");
  if (className === undefined || !isName(name)) {
    throw new GipfelError(
      "MODEL_UNREADABLE",
      `${file} has a layer without ${className ? `name (a ${className})` : "class"}`,
    );
  }
  const inbound = new Options(layer).get("inbound_nodes");
  const calls = Array.isArray(inbound) ? inbound.map((call) => readTensorReferences(call)) : [];
  const options = new Options(config);
  if (!modelClasses.has(className)) return { className, name, options, calls };
  return { className, name, options, calls, model: readModel(layer, file, depth + 1) };
}

function byName(layers: readonly LayerConfig[], file: string): Map<string, LayerConfig> {
  const named = new Map<string, LayerConfig>();
  for (const layer of layers) {
    if (named.has(layer.name)) throw new GipfelError("MODEL_UNREADABLE", `${file} has two layers named ${layer.name}`);
    named.set(layer.name, layer);
  }
  return named;
}

function functional(layers: readonly LayerConfig[], options: Options, file: string): ModelConfig {
  const inputs = readTensorReferences(options.get("input_layers"));
  const outputs = readTensorReferences(options.get("output_layers"));
  if (outputs.length === 0) throw new GipfelError("MODEL_UNREADABLE", `${file} has a model without output layers`);
  return { layers: byName(layers, file), inputs, outputs };
}

/** Where the file states no input layer, one with the name that TensorFlow.js gives it is put before the first layer. */
function chain(layers: readonly LayerConfig[], options: Options, file: string): ModelConfig {
  const [first] = layers as [LayerConfig];
  const shape = first.options.get("batch_input_shape") ?? options.get("build_input_shape");
  const stated = first.className === inputClass;
  const input: LayerConfig = stated
    ? first
    : {
        className: inputClass,
        name: `${first.name}_input`,
        options: new Options(shape === undefined ? {} : { batch_input_shape: shape }),
        calls: [],
      };
  const rest = stated ? layers.slice(1) : layers;
  const reference = (name: string): TensorReference => ({ layer: name, call: 0, tensor: 0 });
  const before = [input, ...rest];
  const chained = rest.map((layer, i) => ({ ...layer, calls: [[reference(before[i]!.name)]] }));
  return {
    layers: byName([input, ...chained], file),
    inputs: [reference(input.name)],
    outputs: [reference(before.at(-1)!.name)],
  };
}
