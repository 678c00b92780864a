import { expect, it } from "vitest";
import { withFieldNames } from "./field-names.js";

it.each([
  ["--clusters is 99, more than the neurons", "clusters is 99, more than the neurons"],
  ["zero with --edge-method lrp", "zero with edgeMethod lrp"],
  ["a is not a file: --model takes an ONNX file", "a is not a file: modelId takes an ONNX file"],
  ["interrupted; continue with --resume", "interrupted; resume it"],
  ["npm --prefix folder run install", "npm --prefix folder run install"],
  ["nothing - or -- of that kind", "nothing - or -- of that kind"],
])("%s", (message, expected) => {
  expect(withFieldNames(message)).toBe(expected);
});
