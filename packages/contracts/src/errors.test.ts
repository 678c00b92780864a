import { describe, expect, it } from "vitest";
import { GipfelError, isMachineFault } from "./errors.js";

const withCode = (code: string) => Object.assign(new Error("write failed"), { code });

describe("isMachineFault", () => {
  it.each([
    ["a code", withCode("ENOSPC")],
    ["the code of a cause", new GipfelError("MODEL_UNREADABLE", "it cannot be read", { cause: withCode("EIO") })],
    ["the message of Node", new Error("ENOSPC: no space left on device, write")],
    ["the message of a native library", new Error("WriteFile: No space left on device (28)")],
  ])("tells disk and handles by %s", (_, error) => {
    expect(isMachineFault(error)).toBe(true);
  });

  it.each(["EIO.onnx: not a valid ONNX model", 'its weights file "ENOSPC" is missing', "no space left in tensor w"])(
    "takes no name that the input has for a code: %s",
    (message) => {
      expect(isMachineFault(new GipfelError("MODEL_UNREADABLE", message))).toBe(false);
    },
  );
});
