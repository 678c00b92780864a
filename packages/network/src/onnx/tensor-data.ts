import { fromBfloat16, fromFloat16 } from "../half-precision.js";
import { type Tensor, tensor } from "../tensor.js";
import { DataType, type TensorProto } from "./format.js";

const largestRank = 16;

const bytesPerElement: ReadonlyMap<number, number> = new Map([
  [DataType.FLOAT, 4],
  [DataType.UINT8, 1],
  [DataType.INT8, 1],
  [DataType.UINT16, 2],
  [DataType.INT16, 2],
  [DataType.INT32, 4],
  [DataType.INT64, 8],
  [DataType.BOOL, 1],
  [DataType.FLOAT16, 2],
  [DataType.DOUBLE, 8],
  [DataType.BFLOAT16, 2],
]);

/** @throws RangeError where the shape is impossible or is not the shape of the values. */
export function checkTensor({ name = "", dims = [], dataType = 0, rawData, ...lists }: TensorProto): void {
  const count = dims.reduce((product, dimension) => product * dimension, 1);
  if (dims.length > largestRank || dims.some((dimension) => dimension < 0) || !Number.isSafeInteger(count)) {
    const shown = dims.length > largestRank ? `${dims.slice(0, largestRank)}, …` : dims;
    throw new RangeError(`tensor ${name} has the impossible shape [${shown}]`);
  }
  const size = bytesPerElement.get(dataType);
  if (size === undefined) return;
  const { floatData, int32Data, int64Data, doubleData } = lists;
  const listed = [floatData, int32Data, int64Data, doubleData].reduce((sum, list) => sum + (list?.length ?? 0), 0);
  const found = rawData?.length ? rawData.length / size : listed;
  if (found !== count) throw new RangeError(`tensor ${name} of shape [${dims}] has ${found} values`);
}

/** The bytes in a buffer of their own, because typed arrays demand alignment. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function widened(bits: ArrayLike<number>, widen: (bits: number) => number): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i += 1) values[i] = widen(bits[i]!);
  return values;
}

function fromRaw(type: number, bytes: Uint8Array): ArrayLike<number> {
  switch (type) {
    case DataType.FLOAT:
      return new Float32Array(aligned(bytes));
    case DataType.DOUBLE:
      return new Float64Array(aligned(bytes));
    case DataType.INT32:
      return new Int32Array(aligned(bytes));
    case DataType.UINT16:
      return new Uint16Array(aligned(bytes));
    case DataType.INT16:
      return new Int16Array(aligned(bytes));
    case DataType.INT64:
      return Array.from(new BigInt64Array(aligned(bytes)), Number);
    case DataType.FLOAT16:
      return widened(new Uint16Array(aligned(bytes)), fromFloat16);
    case DataType.BFLOAT16:
      return widened(new Uint16Array(aligned(bytes)), fromBfloat16);
    case DataType.INT8:
      return new Int8Array(aligned(bytes));
    case DataType.UINT8:
    case DataType.BOOL:
      return bytes;
    default:
      throw new RangeError(`tensors of ONNX data type ${type} are not supported`);
  }
}

function values(proto: TensorProto): ArrayLike<number> {
  const type = proto.dataType ?? 0;
  if (proto.rawData?.length) return fromRaw(type, proto.rawData);
  if (type === DataType.FLOAT16) return widened(proto.int32Data ?? [], fromFloat16);
  if (type === DataType.BFLOAT16) return widened(proto.int32Data ?? [], fromBfloat16);
  return [proto.floatData, proto.int64Data, proto.doubleData, proto.int32Data].find((list) => list?.length) ?? [];
}

/** A constant of the file as float32; integers that stand for shapes and axes are exact up to 2^24. */
export function tensorFromProto(proto: TensorProto): Tensor {
  const data = values(proto);
  return tensor(proto.dims ?? [], data instanceof Float32Array ? data : new Float32Array(data));
}

/** Integers of a constant (axes, shapes, bounds), exact up to 2^53; ±2^63 stay as "to the end". */
export function integersFromProto(proto: TensorProto): number[] {
  return Array.from(values(proto), Number);
}

export function tensorToProto(name: string, value: Tensor): TensorProto {
  const { buffer, byteOffset, byteLength } = value.data;
  return {
    name,
    dims: [...value.shape],
    dataType: DataType.FLOAT,
    rawData: new Uint8Array(buffer, byteOffset, byteLength),
  };
}
