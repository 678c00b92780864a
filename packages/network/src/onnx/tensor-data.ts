import { type Tensor, tensor } from "../tensor.js";
import { DataType, type TensorProto } from "./format.js";

/** IEEE 754 half precision to a number. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}

/** The bytes moved to a buffer of their own, because typed arrays demand alignment. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function fromRaw(type: number, bytes: Uint8Array): ArrayLike<number> {
  switch (type) {
    case DataType.FLOAT:
      return new Float32Array(aligned(bytes));
    case DataType.DOUBLE:
      return new Float64Array(aligned(bytes));
    case DataType.INT32:
      return new Int32Array(aligned(bytes));
    case DataType.INT64:
      return Array.from(new BigInt64Array(aligned(bytes)), Number);
    case DataType.FLOAT16:
      return Float32Array.from(new Uint16Array(aligned(bytes)), fromFloat16);
    case DataType.BFLOAT16:
      return Float32Array.from(new Uint16Array(aligned(bytes)), fromBfloat16);
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
  if (type === DataType.FLOAT16) return Float32Array.from(proto.int32Data ?? [], fromFloat16);
  if (type === DataType.BFLOAT16) return Float32Array.from(proto.int32Data ?? [], fromBfloat16);
  return proto.floatData ?? proto.int64Data ?? proto.doubleData ?? proto.int32Data ?? [];
}

/** A constant of the file as float32; integers that stand for shapes and axes are exact up to 2^24. */
export function tensorFromProto(proto: TensorProto): Tensor {
  return tensor(proto.dims ?? [], Float32Array.from(values(proto)));
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
