import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunTensor } from "../engine.js";

/** One operation in an ONNX file, and what PyTorch computes for it in float64. */
export interface FixtureCase {
  readonly name: string;
  /** ONNX operation. */
  readonly operation: string;
  /** Largest difference in float32, relative to the largest output. */
  readonly tolerance: number;
  readonly model: string;
  readonly x: RunTensor;
  readonly y: RunTensor;
}

interface ReferenceFile {
  readonly case: string;
  readonly operation: string;
  readonly tolerance: number;
  readonly input: Readonly<Record<"x", StoredTensor>>;
  readonly output: Readonly<Record<"y", StoredTensor>>;
}
interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const folder = fileURLToPath(new URL("../../fixtures/operations/", import.meta.url));

/** All cases of `fixtures/operations`, in the order of their names. */
export function fixtureCases(): FixtureCase[] {
  return readdirSync(folder)
    .filter((name) => existsSync(`${folder}${name}/reference.json`))
    .sort()
    .map((name) => {
      const reference = JSON.parse(readFileSync(`${folder}${name}/reference.json`, "utf8")) as ReferenceFile;
      const { operation, tolerance, input, output } = reference;
      const model = `${folder}${name}/model.onnx`;
      return { name, operation, tolerance, model, x: stored(input.x), y: stored(output.y) };
    });
}

function stored({ shape, data }: StoredTensor): RunTensor {
  return { shape, data: Float32Array.from(data) };
}
