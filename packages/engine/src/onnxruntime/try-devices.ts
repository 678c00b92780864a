import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { NetworkBuilder } from "@gipfel/network";
import type { DeviceAvailability } from "../devices.js";
import { onnxruntimeDevices } from "./onnxruntime-devices.js";
import { writeModel } from "./write/write-model.js";

const program = fileURLToPath(new URL("./try-device.js", import.meta.url));
/** Milliseconds that a driver may take to start. */
const patience = 30_000;

/**
 * {@link onnxruntimeDevices} after a computation on each that depends on a driver: whether there is one, the library says
 * only then.
 */
export function triedOnnxruntimeDevices(): Promise<DeviceAvailability[]> {
  return Promise.all(
    onnxruntimeDevices().map(async (device) => {
      if (!device.available || device.device === "cpu") return device;
      const problem = await whyNot(device.device);
      return problem === null ? device : { ...device, available: false, reason: problem };
    }),
  );
}

/** In a process of its own: a driver may write to the terminal what it likes, and take its process with it. */
function whyNot(device: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, device], { timeout: patience }, (error, said) => {
      if (said !== "") resolve(`it is here, but does not compute: ${firstReason(said)}`);
      else if (error?.killed) resolve(`it is here, but its driver did not answer within ${patience / 1000} s`);
      else resolve(error ? "it is here, but its driver ended the process" : null);
    });
    // What became of the process is told by its end.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(doubling());
  });
}

/** y = x + x. */
function doubling(): Uint8Array {
  const builder = new NetworkBuilder();
  const x = builder.input("x", [1, 4]);
  return writeModel(builder.build([builder.add(x, x)]));
}

/** The library says first where in its sources something went wrong, and at last which drivers it tried. */
function firstReason(message: string): string {
  const line = message.split("\n")[0] ?? "";
  const reason = line.slice(line.lastIndexOf(" was false. ") + 1).replace(/^was false\. /, "");
  return reason.slice(0, 200);
}
