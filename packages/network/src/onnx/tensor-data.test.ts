import { describe, expect, it } from "vitest";
import { tensor } from "../tensor.js";
import { DataType, type TensorProto } from "./format.js";
import { checkTensor, integersFromProto, tensorFromProto, tensorToProto } from "./tensor-data.js";

const bytesOf = (values: ArrayBufferView) => new Uint8Array(values.buffer);

/** The same bytes at an odd address, as protobuf leaves them. */
function unaligned(values: ArrayBufferView): Uint8Array {
  const shifted = new Uint8Array(values.byteLength + 1);
  shifted.set(bytesOf(values), 1);
  return shifted.subarray(1);
}

const numbers = [1, -2, 3];
const stored: [string, TensorProto][] = [
  ["float bytes", { dataType: DataType.FLOAT, rawData: unaligned(Float32Array.from(numbers)) }],
  ["float list", { dataType: DataType.FLOAT, floatData: numbers }],
  ["double bytes", { dataType: DataType.DOUBLE, rawData: unaligned(Float64Array.from(numbers)) }],
  ["double list", { dataType: DataType.DOUBLE, doubleData: numbers }],
  ["int64 bytes", { dataType: DataType.INT64, rawData: unaligned(BigInt64Array.from(numbers.map(BigInt))) }],
  ["int64 list", { dataType: DataType.INT64, int64Data: numbers }],
  ["int32 bytes", { dataType: DataType.INT32, rawData: unaligned(Int32Array.from(numbers)) }],
  ["int8 bytes", { dataType: DataType.INT8, rawData: bytesOf(Int8Array.from(numbers)) }],
  ["int8 list", { dataType: DataType.INT8, int32Data: numbers }],
  ["half bytes", { dataType: DataType.FLOAT16, rawData: unaligned(Uint16Array.of(0x3c00, 0xc000, 0x4200)) }],
  ["half list", { dataType: DataType.FLOAT16, int32Data: [0x3c00, 0xc000, 0x4200] }],
  ["bfloat16 bytes", { dataType: DataType.BFLOAT16, rawData: unaligned(Uint16Array.of(0x3f80, 0xc000, 0x4040)) }],
];

describe("constants of a file", () => {
  it.each(stored)("are read from %s", (_, proto) => {
    const whole = { ...proto, dims: [3] };
    checkTensor(whole);
    expect(tensorFromProto(whole)).toEqual(tensor([3], numbers));
    expect(integersFromProto(whole)).toEqual(numbers);
  });

  it("are read back as they were written", () => {
    const value = tensor([2, 2], [1.5, -0.1, 3e30, 0]);
    expect(tensorFromProto(tensorToProto("w", value))).toEqual(value);
  });

  it("may be scalars and may be empty", () => {
    expect(tensorFromProto({ dataType: DataType.FLOAT, floatData: [4] })).toEqual(tensor([], [4]));
    expect(tensorFromProto({ dims: [0], dataType: DataType.INT64 })).toEqual(tensor([0], []));
  });

  it("of other types are refused", () => {
    const complex = { dims: [1], dataType: 14, rawData: new Uint8Array(8) };
    expect(() => tensorFromProto(complex)).toThrow("ONNX data type 14");
  });
});

describe("checkTensor", () => {
  it.each([
    [[2 ** 40, 2 ** 40], /impossible shape \[1099511627776,1099511627776\]/],
    [[-1, 3], /impossible shape/],
    [new Array<number>(17).fill(1), /impossible shape/],
    [[4], /tensor w of shape \[4\] has 3 values/],
    [[2 ** 31], /has 3 values/],
  ])("refuses three values of shape %j", (dims, message) => {
    expect(() => checkTensor({ name: "w", dims, dataType: DataType.FLOAT, floatData: numbers })).toThrow(message);
  });

  it("refuses bytes that are no whole number of values", () => {
    expect(() => checkTensor({ name: "w", dims: [2], dataType: DataType.FLOAT, rawData: new Uint8Array(7) })).toThrow(
      "tensor w of shape [2] has 1.75 values",
    );
  });
});
