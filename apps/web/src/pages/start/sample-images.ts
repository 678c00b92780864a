import type { Dataset } from "@gipfel/contracts";

/** Indices of at most `most` images, the first of each of as many classes, evenly spaced. */
export function sampleImages({ classes }: Pick<Dataset, "classes">, most: number): number[] {
  const firsts: number[] = [];
  let index = 0;
  for (const { images } of classes) {
    if (images > 0) firsts.push(index);
    index += images;
  }
  const count = Math.min(most, firsts.length);
  return Array.from({ length: count }, (_, i) => firsts[Math.floor((i * firsts.length) / count)]);
}
