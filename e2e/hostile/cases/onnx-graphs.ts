/** ONNX files whose graphs cannot be: cycles, names that are missing, doubled or endless, and other files' contents. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { encodeModel, type NodeProto } from "../../../packages/network/src/index.js";
import { demoModel } from "../../../packages/partworld/src/index.js";
import type { HostileCase } from "../testing/hostile-case.js";
import { nestedGraphs } from "../testing/nested-graphs.js";
import { floats, node, onnxModel, operation } from "../testing/onnx-model.js";

const relu = (input: string, output: string): NodeProto => operation("Relu", [input], output);
const demo = () => readFileSync(demoModel().model);

/** A convolution whose weights are said to lie elsewhere. */
const external = (location: string, more: Readonly<Record<string, string>> = {}) => {
  const { rawData: _, ...kernel } = floats("kernel", [4, 3, 3, 3]);
  const externalData = Object.entries({ location, ...more }).map(([key, value]) => ({ key, value }));
  const constant = { ...kernel, dataLocation: 1, externalData };
  return onnxModel({ nodes: [node("Conv", ["x", "kernel"], "y")], constants: [constant], channels: 4 });
};

const unreadable = "MODEL_UNREADABLE";
const unsupported = "MODEL_UNSUPPORTED";

export const onnxGraphs: readonly HostileCase[] = [
  { what: "nothing", make: () => Buffer.of(0), code: unreadable, says: /ONNX/ },
  { what: "random bytes", make: () => randomBytes(5000), code: unreadable, says: /ONNX/ },
  { what: "64 MiB of zeros", make: () => Buffer.alloc(2 ** 26), code: unreadable, says: /ONNX/ },
  { what: "a text", make: () => Buffer.from("#!/bin/sh\nrm -rf /\n"), code: unreadable, says: /ONNX/ },
  ...[0.2, 0.5, 0.99].map(
    (part): HostileCase => ({
      what: `a file cut off at ${100 * part} %`,
      make: () => demo().subarray(0, Math.floor(demo().length * part)),
      code: unreadable,
      says: /truncated/,
    }),
  ),
  {
    what: "a graph without operations",
    make: () => encodeModel({ graph: { name: "none" } }),
    code: unreadable,
    says: /no graph/,
  },
  {
    what: "a cycle",
    make: () => onnxModel({ nodes: [relu("b", "a"), relu("a", "b"), operation("Add", ["x", "b"], "y")] }),
    code: unsupported,
    says: /cycl|acyclic|order|not defined|graph/i,
  },
  {
    what: "an operation that feeds itself",
    make: () => onnxModel({ nodes: [operation("Add", ["x", "y"], "y")] }),
    code: unsupported,
    says: /cycl|acyclic|order|not defined|graph/i,
  },
  {
    what: "an input that nothing makes",
    make: () => onnxModel({ nodes: [operation("Add", ["x", "nowhere"], "y")] }),
    code: unsupported,
    says: /nowhere/,
  },
  {
    what: "two operations with one output",
    make: () => onnxModel({ nodes: [relu("x", "y"), relu("x", "y")] }),
    code: unsupported,
    says: /y/,
  },
  {
    what: "an operation without inputs",
    make: () => onnxModel({ nodes: [operation("Relu", [], "y")] }),
    code: unsupported,
    says: /Relu|input/,
  },
  {
    what: "an operation without a kind",
    make: () => onnxModel({ nodes: [operation("", ["x"], "y")] }),
    code: unsupported,
    says: /op|kind/i,
  },
  {
    what: "an operation with one output too many",
    make: () => onnxModel({ nodes: [node("Relu", ["x"], ["y", "z"])] }),
    code: unsupported,
    says: /Relu|output/,
  },
  {
    what: "an operation called as what objects inherit",
    make: () => onnxModel({ nodes: [operation("constructor", ["x"], "y")] }),
    code: unsupported,
    says: /constructor/,
  },
  {
    what: "an operation called __proto__",
    make: () => onnxModel({ nodes: [operation("__proto__", ["x"], "y")] }),
    code: unsupported,
    says: /__proto__/,
  },
  { what: "opset 4", make: () => onnxModel({ nodes: [relu("x", "y")], opset: 4 }), code: unsupported, says: /opset 4/ },
  {
    what: "opset 9999",
    make: () => onnxModel({ nodes: [relu("x", "y")], opset: 9999 }),
    code: unsupported,
    says: /opset|9999/i,
  },
  {
    what: "opset −1",
    make: () => onnxModel({ nodes: [relu("x", "y")], opset: -1 }),
    code: unsupported,
    says: /opset/i,
  },
  {
    what: "a node name of 100 MB",
    make: () => onnxModel({ nodes: [{ ...operation("Nope", ["x"], "y"), name: "n".repeat(1e8) }] }),
    code: unreadable,
    says: /name of 100000000 characters/,
  },
  {
    what: "an operation of a kind of 1,001 characters",
    make: () => onnxModel({ nodes: [operation("N".repeat(1001), ["x"], "y")] }),
    code: unreadable,
    says: /name of 1006 characters/,
  },
  {
    what: "a name of several lines",
    make: () => onnxModel({ nodes: [operation("Nope\nand more", ["x"], "y")] }),
    code: unreadable,
    says: /of one line/,
  },
  {
    what: "15,000 operations of unknown kinds",
    make: () => {
      const nodes = Array.from({ length: 15_000 }, (_, i) => ({
        ...operation(`Nope${i}`, ["x"], `y${i}`),
        domain: "odd",
      }));
      return onnxModel({ nodes: [...nodes, relu("x", "y")] });
    },
    code: unsupported,
    says: /odd.Nope0.* and 14980 more/,
  },
  {
    what: "100,000 operations in a row",
    make: () => {
      const nodes = Array.from({ length: 1e5 }, (_, i) =>
        relu(i === 0 ? "x" : `y${i - 1}`, i === 99_999 ? "y" : `y${i}`),
      );
      return onnxModel({ nodes });
    },
    code: unsupported,
    says: /has 100003 operations; at most 20000/,
  },
  {
    what: "branches nested 20 deep",
    make: () => nestedGraphs("If", "then_branch", 20),
    code: unsupported,
    says: /If|nest|deep/,
  },
  {
    what: "loops nested 20,000 deep",
    make: () => nestedGraphs("Loop", "body", 20_000),
    code: unreadable,
    says: /nest|deep|depth/,
  },
  {
    what: "weights above its folder",
    make: () => external("../../store.db"),
    code: unreadable,
    says: /outside the model's folder/,
  },
  {
    what: "weights at an absolute path",
    make: () => external("/etc/passwd"),
    code: unreadable,
    says: /outside the model's folder/,
  },
  { what: "weights in a device", make: () => external("/dev/zero"), code: unreadable, says: /missing|outside/ },
  {
    what: "weights in a file that is not there",
    make: () => external("weights.bin"),
    code: unreadable,
    says: /"weights.bin" is missing/,
  },
  { what: "weights in no file", make: () => external(""), code: unreadable, says: /missing/ },
  { what: "weights under a name with a NUL", make: () => external("a\0b"), code: unreadable, says: /missing/ },
  {
    what: "weights past the end of the model's own file",
    make: () => external("hostile.onnx", { offset: "9007199254740991", length: "432" }),
    code: unreadable,
    says: /truncated/,
  },
  {
    what: "weights at a negative place",
    make: () => external("hostile.onnx", { offset: "-8", length: "432" }),
    code: unreadable,
    says: /truncated/,
  },
  {
    what: "weights at no number",
    make: () => external("hostile.onnx", { offset: "NaN" }),
    code: unreadable,
    says: /truncated/,
  },
];
