import { OnnxruntimeEngine } from "@gipfel/engine";
import { afterAll, describe, expect, it } from "vitest";
import { relativeError } from "../testing/compare.js";
import { Random } from "../testing/random.js";
import { ImageSource } from "./image-source.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const rgb = { colours: [0, 1, 2], gain: [2, 3, 4], offset: [-1, -1.5, 0.5] } as const;
const plain = { colours: null, gain: [1], offset: [0] } as const;
const logit = (p: number) => Math.log(p / (1 - p));
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe("ImageSource", () => {
  it("pulls weights on images back to spectra as central differences say", async () => {
    const source = await ImageSource.open(engine, [3, 6, 5], rgb);
    const random = new Random(3);
    const [spectrum, weight] = [random.values(source.coefficients), random.values(source.coefficients)];
    const h = 0.02;
    const moved = new Float32Array(2 * source.coefficients ** 2);
    for (let i = 0; i < 2 * source.coefficients; i++) {
      moved.set(spectrum, i * source.coefficients);
      moved[i * source.coefficients + (i >> 1)]! += i % 2 === 0 ? h : -h;
    }
    const { data } = (await source.render(moved)).image;
    const scores = Array.from({ length: 2 * source.coefficients }, (_, i) =>
      dot(data.subarray(i * source.coefficients, (i + 1) * source.coefficients), weight),
    );
    const differences = Float64Array.from(spectrum, (_, i) => (scores[2 * i]! - scores[2 * i + 1]!) / (2 * h));
    expect(relativeError(await source.pull(spectrum, weight), differences)).toBeLessThan(2e-3);
    await source.dispose();
  });

  it("makes of one coefficient one cosine, of an amplitude that falls with its frequency", async () => {
    const [height, width] = [8, 12];
    const source = await ImageSource.open(engine, [1, height, width], plain);
    for (const periods of [1, 2, 5]) {
      const spectrum = new Float32Array(source.coefficients);
      // Column frequency first: the cosine of so many periods, constant over rows.
      spectrum[(2 * periods - 1) * height] = 0.5;
      const { pixels } = await source.render(spectrum);
      const basis = Math.sqrt(2 / width) / Math.sqrt(height);
      const amplitude = (0.5 * (Math.SQRT2 / 4) * basis) / (periods / width);
      for (const [i, pixel] of pixels.entries()) {
        const wave = Math.cos((2 * Math.PI * periods * (i % width)) / width);
        expect(logit(pixel)).toBeCloseTo(amplitude * wave, 5);
      }
    }
    await source.dispose();
  });

  it("has uncorrelated planes come out as correlated colours", async () => {
    const source = await ImageSource.open(engine, [3, 24, 24], { ...rgb, gain: [1, 1, 1], offset: [0, 0, 0] });
    const random = new Random(5);
    const { pixels } = await source.render(random.values(source.coefficients, 0.3));
    const [r, g, b] = [0, 1, 2].map((c) => pixels.subarray(576 * c, 576 * (c + 1)).map(logit)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const correlation = (x: Float32Array, y: Float32Array) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    expect(correlation(r, g)).toBeGreaterThan(0.8);
    expect(correlation(g, b)).toBeGreaterThan(0.8);
    await source.dispose();
  });

  it("puts the colours where the network has them", async () => {
    const bgr = { ...rgb, colours: [2, 1, 0], gain: [1, 1, 1], offset: [0, 0, 0] } as const;
    const [plainOrder, reversed] = await Promise.all([
      ImageSource.open(engine, [3, 4, 4], { ...bgr, colours: [0, 1, 2] }),
      ImageSource.open(engine, [3, 4, 4], bgr),
    ]);
    const spectrum = new Random(1).values(48);
    const { pixels } = await plainOrder.render(spectrum);
    const { pixels: others } = await reversed.render(spectrum);
    for (const channel of [0, 1, 2]) {
      const [from, to] = [16 * channel, 16 * (2 - channel)];
      expect(relativeError(others.subarray(to, to + 16), pixels.subarray(from, from + 16))).toBeLessThan(1e-6);
    }
    await plainOrder.dispose();
    await reversed.dispose();
  });

  it("is gray where the spectrum is zero, in network units", async () => {
    const source = await ImageSource.open(engine, [3, 3, 3], rgb);
    const { image, pixels } = await source.render(new Float32Array(27));
    expect([...new Set(pixels)]).toEqual([0.5]);
    expect(source.gray).toEqual([0, 0, 2.5]);
    expect([...image.data]).toEqual([0, 1, 2].flatMap((channel) => new Array<number>(9).fill(source.gray[channel]!)));
    await source.dispose();
  });

  it("gives of many spectra at once what each gives alone", async () => {
    const source = await ImageSource.open(engine, [3, 5, 6], rgb);
    const spectra = new Random(9).values(3 * source.coefficients);
    const { image } = await source.render(spectra);
    expect(image.shape).toEqual([3, 3, 5, 6]);
    const second = spectra.slice(source.coefficients, 2 * source.coefficients);
    const alone = await source.render(second);
    expect([...alone.image.data]).toEqual([...image.data.subarray(90, 180)]);
    await source.dispose();
  });
});
