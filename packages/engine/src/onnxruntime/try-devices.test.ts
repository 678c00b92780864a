import { NetworkBuilder, tensor } from "@gipfel/network";
import { expect, it } from "vitest";
import { OnnxruntimeEngine } from "./onnxruntime-engine.js";
import { triedOnnxruntimeDevices } from "./try-devices.js";

it("says of devices that they are there only if networks run on them, and else why not", async () => {
  const builder = new NetworkBuilder();
  const x = builder.input("x", ["N", 2]);
  const sum = builder.add(x, x);
  const network = builder.build([sum]);
  const devices = await triedOnnxruntimeDevices();
  expect(devices[0]).toMatchObject({ device: "cpu", available: true });
  for (const { device, available, reason } of devices) {
    expect(reason).toMatch(/^[^\n]+$/);
    if (!available) continue;
    const engine = new OnnxruntimeEngine({ device, threads: 1 });
    const compiled = await engine.compile(network);
    const made = await compiled.run({ x: tensor([1, 2], [1, -2]) });
    expect([...made[sum.name]!.data]).toEqual([2, -4]);
    await engine.dispose();
  }
});
