/**
 * The operations of a network: few, each with one output. Importers lower their format to these, attribution rules
 * build networks from them, engines run them. Spatial attributes are `[height, width]`; pads are
 * `[top, left, bottom, right]`; activations are `[N, C, H, W]` or `[N, C]`.
 */
export type Pair = readonly [number, number];
export type Pads = readonly [number, number, number, number];

/** A window that slides over height and width. Ceil mode is written as larger pads at the end. */
export interface Window {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly pads: Pads;
  readonly dilations: Pair;
}

/** Functions of one number. `clip` without a bound has ±Infinity there. */
export type ScalarFunction =
  | {
      readonly name:
        | "relu"
        | "sigmoid"
        | "tanh"
        | "softplus"
        | "softsign"
        | "erf"
        | "exp"
        | "log"
        | "sqrt"
        | "abs"
        | "negate"
        | "reciprocal"
        | "hardSwish"
        /** To the nearest whole number, half-way to the even one. */
        | "round";
    }
  | { readonly name: "leakyRelu" | "elu" | "celu" | "thresholdedRelu"; readonly alpha: number }
  | { readonly name: "selu"; readonly alpha: number; readonly gamma: number }
  | { readonly name: "hardSigmoid"; readonly alpha: number; readonly beta: number }
  | { readonly name: "clip"; readonly minimum: number; readonly maximum: number };

export type BinaryName = "add" | "subtract" | "multiply" | "divide" | "minimum" | "maximum" | "power";
export type ComparisonName = "greater" | "less" | "equal";

export type Operation =
  | { readonly type: "input" }
  /** inputs: x `[N, I, H, W]`, kernel `[O, I/groups, kh, kw]`, optional bias `[O]`. */
  | {
      readonly type: "convolution";
      readonly strides: Pair;
      readonly pads: Pads;
      readonly dilations: Pair;
      readonly groups: number;
    }
  /** The adjoint of a convolution without bias: inputs g `[N, O, H', W']`, kernel `[O, I/groups, kh, kw]`; output `[N, I, ...size]`. */
  | {
      readonly type: "transposedConvolution";
      readonly strides: Pair;
      readonly pads: Pads;
      readonly dilations: Pair;
      readonly groups: number;
      readonly size: Pair;
    }
  /** Batched matrix product of the last two axes; leading axes broadcast. */
  | { readonly type: "matMul"; readonly transposeA: boolean; readonly transposeB: boolean }
  | { readonly type: "binary"; readonly name: BinaryName }
  /** One truth value per element; only {@link Operation} `where` reads it. */
  | { readonly type: "comparison"; readonly name: ComparisonName }
  | { readonly type: "where" }
  | { readonly type: "scalar"; readonly function: ScalarFunction }
  /** inputs: x, slope broadcast against x. */
  | { readonly type: "prelu" }
  | { readonly type: "concat"; readonly axis: number }
  | {
      readonly type: "slice";
      readonly axis: number;
      readonly start: number;
      readonly end: number;
      readonly step: number;
    }
  | {
      readonly type: "pad";
      readonly before: readonly number[];
      readonly after: readonly number[];
      readonly value: number;
    }
  /**
   * A linear map along one axis, the same at all others: enlarging, mirrored pads, picking by index. Inputs: x and a
   * constant matrix `[size, size']`.
   */
  | { readonly type: "resample"; readonly axis: number }
  | { readonly type: "reshape"; readonly shape: readonly (number | string)[] }
  | { readonly type: "transpose"; readonly permutation: readonly number[] }
  | ({ readonly type: "maxPool" } & Window)
  /** inputs: x, v of the shape of x: v at the position of the maximum of x in each window (the first on ties). */
  | ({ readonly type: "maxPoolRoute" } & Window)
  /** inputs: x, g of the pooled shape: the adjoint of `maxPoolRoute`, of the shape of x. */
  | ({ readonly type: "maxPoolUnroute" } & Window)
  /** Without dilations. */
  | ({ readonly type: "averagePool"; readonly countPadding: boolean } & Window)
  | {
      readonly type: "reduce";
      readonly name: "mean" | "sum" | "max";
      readonly axes: readonly number[];
      readonly keepDimensions: boolean;
    }
  /** Index of the first maximum along the last axis, which is dropped. */
  | { readonly type: "argMax" }
  | { readonly type: "softmax"; readonly axis: number }
  | {
      readonly type: "localResponseNormalisation";
      readonly size: number;
      readonly alpha: number;
      readonly beta: number;
      readonly bias: number;
    };

export type OperationType = Operation["type"];
export type OperationOf<T extends OperationType> = Extract<Operation, { type: T }>;
