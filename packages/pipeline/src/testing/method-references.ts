import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chooseMethod, type MethodChoice, type MethodName } from "@gipfel/contracts";
import type { RunTensor } from "@gipfel/engine";

interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface StoredCase {
  readonly method: MethodName;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly level: string | null;
  readonly attribution: StoredTensor;
  readonly reference: string;
}

export interface MethodCase {
  /** Method, parameters and level, as a test names it. */
  readonly title: string;
  readonly choice: MethodChoice;
  /** Tensor that is given attributions; null for the image. */
  readonly level: string | null;
  readonly inputRange: { readonly low: readonly number[]; readonly high: readonly number[] } | null;
  /** `[N, …]` */
  readonly attribution: RunTensor;
  /** Which library or definition it comes from. */
  readonly reference: string;
  /** Whether the reference is the integral itself, not a quadrature that is to be repeated. */
  readonly converged: boolean;
}

export interface MethodReference {
  readonly name: string;
  /** Path of the ONNX file. */
  readonly model: string;
  readonly images: RunTensor;
  /** `[1, C, H, W]` */
  readonly baseline: RunTensor;
  /** Class of each image. */
  readonly targets: readonly number[];
  readonly cases: readonly MethodCase[];
}

const folder = fileURLToPath(new URL("../../../attribution/fixtures/methods/", import.meta.url));

/** Attributions computed in Python by Captum, Zennit, or straight from the definitions; see scripts/reference. */
export function methodReferences(): MethodReference[] {
  return readdirSync(folder)
    .filter((name) => existsSync(`${folder}${name}/reference.json`))
    .sort()
    .map((name) => {
      const { images, baseline, targets, cases } = JSON.parse(
        readFileSync(`${folder}${name}/reference.json`, "utf8"),
      ) as { images: StoredTensor; baseline: StoredTensor; targets: number[]; cases: StoredCase[] };
      return {
        name,
        model: `${folder}${name}/model.onnx`,
        images: float32(images),
        baseline: float32(baseline),
        targets,
        cases: cases.map(readCase),
      };
    });
}

/** Converged references are met by so many points. */
const manyPoints = 1024;

function readCase({ method, parameters, level, attribution, reference }: StoredCase): MethodCase {
  const { low, high, composite, steps, beta: _, ...rest } = parameters;
  const converged = steps === "exact";
  const given = {
    ...rest,
    ...(composite === undefined ? {} : { rule: composite }),
    ...(steps === undefined ? {} : { steps: converged ? manyPoints : steps }),
  };
  return {
    title: `${method} ${JSON.stringify(parameters)}${level === null ? "" : ` at ${level}`}`,
    choice: chooseMethod(method, given) as MethodChoice,
    level,
    inputRange: low === undefined ? null : { low: low as number[], high: high as number[] },
    attribution: float32(attribution),
    reference,
    converged,
  };
}

function float32({ shape, data }: StoredTensor): RunTensor {
  return { shape, data: Float32Array.from(data) };
}
