import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const built = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

it("lets a process end that never asks for anything", async () => {
  const program = `
    import { OnnxruntimeEngine } from ${JSON.stringify(built)};
    new OnnxruntimeEngine({ device: "cpu", threads: 1 });
    console.log("made");
  `;
  const ended = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { timeout: 60_000 });
  expect((await ended).stdout).toBe("made\n");
});
