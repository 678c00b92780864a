/**
 * The rules of layer-wise relevance propagation straight from the papers, one connection after another in float64: the
 * slow twins of packages/attribution/src/rules/lrp.
 */
import type { Pads, Tensor } from "@gipfel/network";

/** A linear layer as the list of its connections z_j = Σ w_ij x_i + b_j. */
export interface Connections {
  readonly inputs: number;
  readonly outputs: number;
  readonly list: readonly { readonly i: number; readonly j: number; readonly w: number }[];
  readonly bias: readonly number[];
}

/** Parts c_ij of output j that input i makes, what the bias adds to them, and what keeps their sum from zero. */
interface Shares {
  readonly part: (x: number, w: number, i: number) => number;
  readonly ofBias: (b: number) => number;
  readonly epsilon?: number;
}

/** R_i = Σ_j c_ij / (Σ_i c_ij + b_j ± ε) R_j. */
function share({ inputs, outputs, list, bias }: Connections, x: readonly number[], r: readonly number[], s: Shares) {
  const whole = Array.from({ length: outputs }, (_, j) => s.ofBias(bias[j]!));
  for (const { i, j, w } of list) whole[j]! += s.part(x[i]!, w, i);
  const relevance = new Array<number>(inputs).fill(0);
  for (const { i, j, w } of list) {
    const stabilised = whole[j]! + (whole[j]! < 0 ? -1 : 1) * (s.epsilon ?? 1e-6);
    relevance[i]! += (s.part(x[i]!, w, i) / stabilised) * r[j]!;
  }
  return relevance;
}

export type SlowRule = (layer: Connections, x: readonly number[], relevance: readonly number[]) => readonly number[];

const plus = (v: number) => Math.max(v, 0);
const minus = (v: number) => Math.min(v, 0);
const none = () => 0;
const sum = (a: readonly number[], b: readonly number[], scale: number) => a.map((v, i) => v + scale * b[i]!);

/** Bach et al. 2015, equation 58. */
export const slowEpsilon =
  (epsilon: number): SlowRule =>
  (layer, x, r) =>
    share(layer, x, r, { part: (xi, w) => xi * w, ofBias: (b) => b, epsilon });

/** Bach et al. 2015, equation 60: positive and negative products apart. */
export const slowAlphaBeta =
  (alpha: number): SlowRule =>
  (layer, x, r) => {
    const positive = share(layer, x, r, { part: (xi, w) => plus(xi * w), ofBias: plus });
    const negative = share(layer, x, r, { part: (xi, w) => minus(xi * w), ofBias: minus });
    return sum(
      positive.map((v) => alpha * v),
      negative,
      1 - alpha,
    );
  };

/** The z⁺ rule of Montavon et al. 2017: positive products alone. */
export const slowZPlus: SlowRule = (layer, x, r) => share(layer, x, r, { part: (xi, w) => plus(xi * w), ofBias: plus });

/** Andéol et al. 2021: products of the sign of the output count 1 + γ times. */
export const slowGamma =
  (gamma: number): SlowRule =>
  (layer, x, r) => {
    const z = [...layer.bias];
    for (const { i, j, w } of layer.list) z[j]! += x[i]! * w;
    const above = share(
      layer,
      x,
      r.map((v, j) => (z[j]! > 0 ? v : 0)),
      { part: (xi, w) => xi * w + gamma * plus(xi * w), ofBias: (b) => b + gamma * plus(b) },
    );
    const below = share(
      layer,
      x,
      r.map((v, j) => (z[j]! < 0 ? v : 0)),
      { part: (xi, w) => xi * w + gamma * minus(xi * w), ofBias: (b) => b + gamma * minus(b) },
    );
    return sum(above, below, 1);
  };

/** The w² rule of Montavon et al. 2017. */
export const slowWSquare: SlowRule = (layer, x, r) =>
  share(layer, x, r, { part: (_, w) => w * w, ofBias: (b) => b * b });

/** Lapuschkin et al. 2019. */
export const slowFlat: SlowRule = (layer, x, r) => share(layer, x, r, { part: () => 1, ofBias: none });

/** The zᴮ rule of Montavon et al. 2017. */
export const slowZBox =
  (low: (i: number) => number, high: (i: number) => number): SlowRule =>
  (layer, x, r) =>
    share(layer, x, r, { part: (xi, w, i) => xi * w - low(i) * plus(w) - high(i) * minus(w), ofBias: none });

/** @param weights `[I, O]` */
export function denseConnections({ shape, data }: Tensor, bias: Tensor): Connections {
  const [inputs, outputs] = shape as [number, number];
  const list = [...data].map((w, n) => ({ i: Math.floor(n / outputs), j: n % outputs, w }));
  return { inputs, outputs, list, bias: [...bias.data] };
}

interface Geometry {
  /** `[C, H, W]` of the input. */
  readonly input: readonly [number, number, number];
  readonly stride: number;
  readonly dilation: number;
  readonly pads: Pads;
  readonly groups: number;
}

/** @param kernel `[O, I/groups, kh, kw]` */
export function convolutionConnections(
  kernel: Tensor,
  bias: Tensor,
  { input: [channels, height, width], stride, dilation, pads: [top, left, bottom, right], groups }: Geometry,
): Connections {
  const [outputs, perGroup, kh, kw] = kernel.shape as [number, number, number, number];
  const rows = Math.floor((height + top + bottom - dilation * (kh - 1) - 1) / stride) + 1;
  const columns = Math.floor((width + left + right - dilation * (kw - 1) - 1) / stride) + 1;
  const list: { i: number; j: number; w: number }[] = [];
  kernel.data.forEach((w, n) => {
    const [o, c, dy, dx] = [
      Math.floor(n / (perGroup * kh * kw)),
      Math.floor(n / (kh * kw)) % perGroup,
      Math.floor(n / kw) % kh,
      n % kw,
    ] as const;
    const channel = Math.floor(o / (outputs / groups)) * perGroup + c;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const [y, x] = [row * stride + dy * dilation - top, column * stride + dx * dilation - left];
        if (y < 0 || y >= height || x < 0 || x >= width) continue;
        list.push({ i: (channel * height + y) * width + x, j: (o * rows + row) * columns + column, w });
      }
    }
  });
  const biases = [...bias.data].flatMap((b) => new Array<number>(rows * columns).fill(b));
  return { inputs: channels * height * width, outputs: biases.length, list, bias: biases };
}
