/** Models and images on disk, small enough to be analyzed whole. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { AttributeType, DataType, encodeModel, type NodeProto, type TensorProto } from "@gipfel/network";

export interface Head {
  readonly name: string;
  readonly classes: number;
  readonly sigmoid?: boolean;
}

/** `heads` dense layers on ReLU features that are pooled from a 1×1 convolution of `[N, 3, 4, 4]`. */
export async function writeClassifier(file: string, heads: readonly Head[], takesBytes = false): Promise<void> {
  const node = (opType: string, input: string[], output: string): NodeProto => ({
    opType,
    input,
    output: [output],
    name: output,
    attribute: [],
  });
  const transposed = [{ name: "transB", type: AttributeType.INT, i: 1 }];
  const cast = {
    ...node("Cast", ["x"], "floats"),
    attribute: [{ name: "to", type: AttributeType.INT, i: DataType.FLOAT }],
  };
  const dense = heads.flatMap(({ name, sigmoid = false }) => [
    {
      ...node("Gemm", ["features", `${name}.w`, `${name}.b`], sigmoid ? `${name}.logit` : name),
      attribute: transposed,
    },
    ...(sigmoid ? [node("Sigmoid", [`${name}.logit`], name)] : []),
  ]);
  const constants = [
    floats("conv.w", [4, 3, 1, 1]),
    floats("conv.b", [4]),
    ...heads.flatMap(({ name, classes }) => [floats(`${name}.w`, [classes, 4]), floats(`${name}.b`, [classes])]),
  ];
  const sizes = [{ dimParam: "N" }, { dimValue: 3 }, { dimValue: 4 }, { dimValue: 4 }];
  await writeFile(
    file,
    encodeModel({
      irVersion: 8,
      opsetImport: [{ domain: "", version: 13 }],
      graph: {
        name: "classifier",
        node: [
          ...(takesBytes ? [cast] : []),
          node("Conv", [takesBytes ? "floats" : "x", "conv.w", "conv.b"], "conv"),
          node("Relu", ["conv"], "relu"),
          node("GlobalAveragePool", ["relu"], "pooled"),
          node("Flatten", ["pooled"], "features"),
          ...dense,
        ],
        initializer: constants,
        input: [
          {
            name: "x",
            type: { tensorType: { elemType: takesBytes ? DataType.UINT8 : DataType.FLOAT, shape: { dim: sizes } } },
          },
        ],
        output: heads.map(({ name }) => ({ name, type: { tensorType: { elemType: DataType.FLOAT } } })),
      },
    }),
  );
}

function floats(name: string, dims: number[]): TensorProto {
  const count = dims.reduce((product, size) => product * size, 1);
  const floatData = Array.from({ length: count }, (_, i) => ((i * 7) % 11) / 11 - 0.3);
  return { name, dims, dataType: DataType.FLOAT, floatData };
}

/** A PNG of 4×4 pixels for each path below `root`; the last number in a name decides its colors. */
export async function writeImages(root: string, paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const seed = Number(/(\d+)\.png$/.exec(path)?.[1] ?? 0);
    const data = Uint8Array.from({ length: 48 }, (_, i) => (i * 37 + seed * 101) % 256);
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), png(4, 4, data));
  }
  return root;
}

/** @param rgb interleaved bytes */
function png(width: number, height: number, rgb: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = Array.from({ length: height }, (_, y) => [0, ...rgb.subarray(3 * width * y, 3 * width * (y + 1))]);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const pixels = deflateSync(Uint8Array.from(rows.flat()));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}
