import { describe, expect, it } from "vitest";
import { describeEngine } from "../conformance/engine-conformance.js";
import { tfjsDevices } from "./tfjs-devices.js";
import { TfjsEngine } from "./tfjs-engine.js";

for (const { device, available, reason } of tfjsDevices()) {
  if (available) describeEngine(`tfjs on ${device}`, () => new TfjsEngine({ device, threads: 1 }));
  else it.skip(`engine tfjs on ${device} (${reason})`);
}

describe("TfjsEngine", () => {
  it("says what computes", async () => {
    const engine = new TfjsEngine({ device: "wasm", threads: 1 });
    expect(engine.description).toMatch(/^tfjs \d+\.\d+\.\d+ wasm$/);
    await engine.dispose();
  });

  it("refuses a device that is not here", () => {
    expect(() => new TfjsEngine({ device: "abacus", threads: 1 })).toThrow(/no device abacus here; available: auto, /);
  });
});
