import type { Picture, Size, ValueMap } from "./picture.js";

/** Every pixel as a square of `factor × factor`. */
export function repeatPixels({ width, height, data }: Picture, factor: number): Picture {
  const wide = width * factor;
  const out = new Uint8Array(wide * height * factor * 3);
  for (let y = 0; y < height * factor; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0, to = y * wide * 3; x < wide; x++, to += 3) {
      const from = (row + Math.floor(x / factor)) * 3;
      out[to] = data[from];
      out[to + 1] = data[from + 1];
      out[to + 2] = data[from + 2];
    }
  }
  return { width: wide, height: height * factor, data: out };
}

/** Every value as a square of `factor × factor`. */
export function repeatValues({ width, height, data }: ValueMap, factor: number): ValueMap {
  const wide = width * factor;
  const out = new Float32Array(wide * height * factor);
  for (let y = 0, to = 0; y < height * factor; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < wide; x++, to++) out[to] = data[row + Math.floor(x / factor)];
  }
  return { width: wide, height: height * factor, data: out };
}

/**
 * Bilinear, values sitting at the centres of their cells and repeated beyond the border (`align_corners=False` in
 * PyTorch). Nothing leaves the range of the values, and a constant stays the same.
 */
export function enlargeBilinear({ width, height, data }: ValueMap, to: Size): ValueMap {
  const columns = neighbours(width, to.width);
  const rows = neighbours(height, to.height);
  const out = new Float32Array(to.width * to.height);
  for (let y = 0, i = 0; y < to.height; y++) {
    const above = rows.first[y] * width;
    const below = rows.second[y] * width;
    const down = rows.weight[y];
    for (let x = 0; x < to.width; x++, i++) {
      const left = columns.first[x];
      const right = columns.second[x];
      const along = columns.weight[x];
      const upper = data[above + left] * (1 - along) + data[above + right] * along;
      const lower = data[below + left] * (1 - along) + data[below + right] * along;
      out[i] = upper * (1 - down) + lower * down;
    }
  }
  return { ...to, data: out };
}

/** For each output position the two inputs beside it, and the weight of the second. */
function neighbours(size: number, outSize: number) {
  const first = new Int32Array(outSize);
  const second = new Int32Array(outSize);
  const weight = new Float64Array(outSize);
  for (let i = 0; i < outSize; i++) {
    const at = Math.max(0, Math.min(size - 1, ((i + 0.5) * size) / outSize - 0.5));
    first[i] = Math.floor(at);
    second[i] = Math.min(size - 1, first[i] + 1);
    weight[i] = at - first[i];
  }
  return { first, second, weight };
}
