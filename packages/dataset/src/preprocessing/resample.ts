/**
 * Separable resampling of RGB as PIL does it: `out[x] = Σ_i k((i + ½ − c) / s) · in[i] / Σ_i k`, with
 * `c = (x + ½) · in/out` and `s = max(in/out, 1)`; bytes are rounded to bytes after each of the two passes, float32 values
 * are not. Only the rectangle that is wanted is computed. Source: Pillow, `src/libImaging/Resample.c`.
 */
import type { Interpolation } from "./preprocessing.js";
import type { Size, ViewGeometry } from "./view-geometry.js";

/** Interleaved RGB, `3 · width · height` bytes, or float32 values where a file has more than 8 bits. */
export interface Raster extends Size {
  data: Uint8Array | Float32Array;
}

/** Input pixels `start …` and their weights for each output pixel in turn, `taps` to a pixel, zero where fewer. */
interface Weights {
  start: Int32Array;
  taps: number;
  weight: Float64Array;
}

export function resample(source: Raster, { resized, window }: ViewGeometry, interpolation: Interpolation): Raster {
  const columns = weightsFor(source.width, resized.width, window.left, window.width, interpolation);
  const rows = weightsFor(source.height, resized.height, window.top, window.height, interpolation);
  const narrow = alongRows(source, columns, window.width);
  return alongColumns(narrow, rows, window.height);
}

function alongRows({ data, width, height }: Raster, { start, taps, weight }: Weights, outWidth: number): Raster {
  const out = samples(data, outWidth * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let tap = 0, at = (y * width + start[x]) * 3; tap < taps; tap++, at += 3) {
        const w = weight[x * taps + tap];
        r += w * data[at];
        g += w * data[at + 1];
        b += w * data[at + 2];
      }
      const to = (y * outWidth + x) * 3;
      out[to] = r;
      out[to + 1] = g;
      out[to + 2] = b;
    }
  }
  return { data: unclamped(out), width: outWidth, height };
}

function alongColumns({ data, width }: Raster, { start, taps, weight }: Weights, outHeight: number): Raster {
  const stride = width * 3;
  const out = samples(data, outHeight * stride);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < stride; x++) {
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += weight[y * taps + tap] * data[(start[y] + tap) * stride + x];
      out[y * stride + x] = sum;
    }
  }
  return { data: unclamped(out), width, height: outHeight };
}

/** Room for results: bytes are rounded and clamped as they are written. */
function samples(data: Raster["data"], length: number): Uint8ClampedArray<ArrayBuffer> | Float32Array {
  return data instanceof Float32Array ? new Float32Array(length) : new Uint8ClampedArray(length);
}

function unclamped(out: Uint8ClampedArray<ArrayBuffer> | Float32Array): Raster["data"] {
  return out instanceof Float32Array ? out : new Uint8Array(out.buffer);
}

function weightsFor(size: number, resized: number, first: number, count: number, name: Interpolation): Weights {
  const ratio = size / resized;
  const { radius, kernel } = kernels[name];
  // A kernel of radius 0 takes the one pixel that the centre falls in.
  const stretch = Math.max(ratio, 1);
  const support = radius * stretch;
  const taps = Math.min(size, Math.ceil(support) * 2 + 1);
  const start = new Int32Array(count);
  const weight = new Float64Array(count * taps);
  for (let i = 0; i < count; i++) {
    const centre = (first + i + 0.5) * ratio;
    const low = Math.max(0, Math.trunc(centre - support + (radius > 0 ? 0.5 : 0)));
    const high = radius > 0 ? Math.min(size, Math.trunc(centre + support + 0.5)) : low + 1;
    // Where fewer inputs than `taps` remain at the end, the window moves left and the taps before `low` weigh nothing.
    start[i] = Math.min(low, size - taps);
    let total = 0;
    for (let at = low; at < high; at++) {
      const value = radius > 0 ? kernel((at + 0.5 - centre) / stretch) : 1;
      weight[i * taps + at - start[i]] = value;
      total += value;
    }
    for (let tap = 0; tap < taps; tap++) weight[i * taps + tap] /= total;
  }
  return { start, taps, weight };
}

const kernels: Record<Interpolation, { radius: number; kernel: (x: number) => number }> = {
  nearest: { radius: 0, kernel: () => 1 },
  bilinear: { radius: 1, kernel: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { radius: 2, kernel: (x) => catmullRom(Math.abs(x)) },
  lanczos: { radius: 3, kernel: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Keys's cubic with a = −½. */
function catmullRom(x: number): number {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
