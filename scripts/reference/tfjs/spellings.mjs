/** The same model as other versions of Keras and of the converter write it: `{ model, files }` to the like. */
import { sizeOf } from "./random.mjs";

const weightsFile = "weights.bin";

/** A model of which only `model_config` is there, with inputs and outputs of layers as Keras 2 writes them, and `kernel:0`. */
export function asOldKeras({ model, files }) {
  const { class_name, config } = model.modelTopology.model_config;
  return {
    model: {
      modelTopology: { keras_version: "2.2.4", backend: "tensorflow", model_config: { class_name, config } },
      weightsManifest: renamed(model.weightsManifest, (name) => `net/${name}:0`),
    },
    files,
  };
}

/** Module names, `batch_shape`, tensors as `__keras_tensor__`, activations as functions. */
export function asKeras3({ model, files }) {
  const { class_name, config } = model.modelTopology.model_config;
  const tensor = ([name, call, index]) => ({
    class_name: "__keras_tensor__",
    config: { shape: [null], dtype: "float32", keras_history: [name, call, index] },
  });
  const layers = config.layers.map(({ class_name: layerClass, name, inbound_nodes, config: options }) => {
    const { batch_input_shape, activation, ...rest } = options;
    return {
      module: "keras.layers",
      class_name: layerClass,
      registered_name: null,
      name: name ?? options.name,
      config: {
        ...rest,
        dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null },
        ...(activation === undefined
          ? {}
          : {
              activation: {
                module: "builtins",
                class_name: "function",
                config: activation,
                registered_name: "function",
              },
            }),
        ...(layerClass === "InputLayer" ? { batch_shape: batch_input_shape } : {}),
      },
      inbound_nodes: inbound_nodes?.map((call) => {
        const args = call.map(tensor);
        return { args: args.length > 1 ? [args] : args, kwargs: {} };
      }),
    };
  });
  const first = config.layers[0].config.batch_input_shape;
  const input = {
    module: "keras.layers",
    class_name: "InputLayer",
    config: { batch_shape: first, dtype: "float32", name: "input_layer" },
    registered_name: null,
  };
  const functional = class_name !== "Sequential";
  const named = functional
    ? { name: config.name, layers, input_layers: config.input_layers[0], output_layers: config.output_layers[0] }
    : { name: config.name, layers: [input, ...layers], build_input_shape: first };
  return {
    model: {
      format: "layers-model",
      generatedBy: "keras v3.0.0",
      convertedBy: "TensorFlow.js Converter v4.17.0",
      modelTopology: {
        keras_version: "3.0.0",
        backend: "tensorflow",
        model_config: {
          module: "keras",
          class_name: functional ? "Functional" : "Sequential",
          config: named,
          registered_name: null,
        },
      },
      weightsManifest: renamed(model.weightsManifest, (name) => `${config.name}/${name}`),
    },
    files,
  };
}

/** Every layer with channels first. TensorFlow.js infers wrong shapes for such convolutions; the reference is the model as it was. */
export function asChannelsFirst({ model, files }) {
  const { class_name, config } = model.modelTopology.model_config;
  const layers = config.layers.map((layer) => {
    const { data_format, axis, batch_input_shape, ...rest } = layer.config;
    const shape = batch_input_shape && [0, 3, 1, 2].map((i) => batch_input_shape[i]);
    return {
      ...layer,
      config: {
        ...rest,
        ...(data_format || layer.class_name === "Flatten" ? { data_format: "channels_first" } : {}),
        ...(layer.class_name === "BatchNormalization" ? { axis: 1 } : axis === undefined ? {} : { axis }),
        ...(shape ? { batch_input_shape: shape } : {}),
      },
    };
  });
  const topology = { model_config: { class_name, config: { ...config, layers } } };
  return { model: { ...model, modelTopology: topology }, files };
}

function renamed(manifest, rename) {
  return manifest.map((group) => ({
    ...group,
    weights: group.weights.map((entry) => ({ ...entry, name: rename(entry.name) })),
  }));
}

/** Weights in two groups, the second cut in the middle of a number. */
export function sharded({ model, files }) {
  const bytes = new Uint8Array(files[weightsFile]);
  const [group] = model.weightsManifest;
  const first = group.weights.slice(0, 2);
  const end = first.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  const middle = end + 14;
  const [a, b, c] = ["group1-shard1of1.bin", "group2-shard1of2.bin", "group2-shard2of2.bin"];
  return {
    model: {
      ...model,
      weightsManifest: [
        { paths: [a], weights: first },
        { paths: [b, c], weights: group.weights.slice(2) },
      ],
    },
    files: { [a]: bytes.slice(0, end), [b]: bytes.slice(end, middle), [c]: bytes.slice(middle) },
  };
}

/** Affine quantisation to integers, or halves. */
export function quantised(dtype) {
  return ({ model, files }) => {
    const [group] = model.weightsManifest;
    let offset = 0;
    const parts = group.weights.map((entry) => {
      const values = new Float32Array(files[weightsFile].slice(offset, offset + 4 * sizeOf(entry.shape)));
      offset += 4 * sizeOf(entry.shape);
      if (dtype === "float16") {
        return {
          entry: { ...entry, quantization: { dtype, original_dtype: "float32" } },
          data: Uint16Array.from(values, halfBits),
        };
      }
      const levels = dtype === "uint8" ? 255 : 65535;
      const min = Math.min(...values);
      const scale = (Math.max(...values) - min) / levels || 1;
      const data = (dtype === "uint8" ? Uint8Array : Uint16Array).from(values, (value) =>
        Math.round((value - min) / scale),
      );
      return { entry: { ...entry, quantization: { dtype, min, scale, original_dtype: "float32" } }, data };
    });
    const bytes = Buffer.concat(parts.map(({ data }) => new Uint8Array(data.buffer)));
    return {
      model: { ...model, weightsManifest: [{ ...group, weights: parts.map(({ entry }) => entry) }] },
      files: { [weightsFile]: new Uint8Array(bytes) },
    };
  };
}

/** Bits of the half at or just below a float32 of moderate size. */
function halfBits(value) {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? 0x8000 : 0;
  if (magnitude < 2 ** -14) return sign | Math.floor(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  return sign | ((exponent + 15) << 10) | Math.floor((magnitude / 2 ** exponent - 1) * 1024);
}
