import { isNaturalNumber, isObject, property } from "../json.js";

/** One output of one call of a layer. */
export interface TensorReference {
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
}

/** How deep Keras nests references: arguments that are lists of tensors. */
const deepest = 8;

/**
 * References in the order of their appearance, in both forms: Keras 2 writes `[name, call, tensor, arguments]`, Keras 3
 * `{args: [{class_name: "__keras_tensor__", config: {keras_history: [name, call, tensor]}}]}`.
 */
export function readTensorReferences(value: unknown, depth = 0): TensorReference[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) {
    const [layer, call = 0, tensor = 0] = value as unknown[];
    if (typeof layer === "string" && isNaturalNumber(call) && isNaturalNumber(tensor)) return [{ layer, call, tensor }];
    return value.flatMap((item) => readTensorReferences(item, depth + 1));
  }
  if (!isObject(value)) return [];
  const config = property(value, "config");
  const history = isObject(config) ? property(config, "keras_history") : undefined;
  return readTensorReferences(history ?? property(value, "args"), depth + 1);
}
