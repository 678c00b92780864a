/** Inputs beside the image that are given one value for all images: they become constants, which fold like any other. */
import { GipfelError } from "@gipfel/contracts";
import { listNames } from "../list-names.js";
import { dataInputs } from "./fix-shapes.js";
import { DataType, type GraphProto, type TensorProto, type ValueInfoProto } from "./format.js";

const floating = new Set<number>([DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE]);

/**
 * Turns inputs into initializers, in place.
 *
 * @param values by name of the input: one number for all its elements, or one for each.
 * @throws GipfelError OPTION_INVALID
 */
export function fixConstantInputs(
  graph: GraphProto,
  values: Readonly<Record<string, readonly number[]>>,
  file: string,
): void {
  const inputs = dataInputs(graph);
  for (const [name, given] of Object.entries(values)) {
    const input = inputs.find((one) => one.name === name);
    if (!input) {
      const names = listNames(inputs.map((one) => one.name ?? ""));
      throw new GipfelError("OPTION_INVALID", `invalid --input: ${file} has no input ${name}, its inputs are ${names}`);
    }
    graph.initializer = [...(graph.initializer ?? []), constantOf(input, given, file)];
  }
  graph.input = (graph.input ?? []).filter(({ name }) => !Object.hasOwn(values, name ?? ""));
}

function constantOf({ name, type }: ValueInfoProto, given: readonly number[], file: string): TensorProto {
  const [batch, ...rest] = type?.tensorType?.shape?.dim ?? [];
  const sizes = rest.map(({ dimValue }) => dimValue ?? 0);
  const open = sizes.filter((size) => size <= 0).length;
  const known = sizes.reduce((product, size) => product * Math.max(size, 1), 1);
  const each = open === 1 && given.length > 1 ? given.length / known : 1;
  const dims = [Math.max(batch?.dimValue ?? 1, 1), ...sizes.map((size) => (size > 0 ? size : each))];
  const perImage = dims.slice(1).reduce((product, size) => product * size, 1);
  if (given.length !== 1 && given.length !== perImage) {
    throw new GipfelError(
      "OPTION_INVALID",
      `invalid --input ${name}: expected 1 or ${perImage} values for ${file}, got ${given.length}`,
    );
  }
  const data = Array.from({ length: dims[0]! * perImage }, (_, i) => given[given.length === 1 ? 0 : i % perImage]!);
  const elementType = type?.tensorType?.elemType ?? DataType.FLOAT;
  const isFloat = floating.has(elementType);
  return {
    name,
    dims,
    dataType: isFloat ? DataType.FLOAT : DataType.INT64,
    ...(isFloat ? { floatData: data } : { int64Data: data }),
  };
}
