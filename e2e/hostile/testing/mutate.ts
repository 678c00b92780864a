/** Files with something changed, cut away or put in, chosen by random numbers that can be had again. */

/** Mulberry32, in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const evil = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

/** One to four mutations; most of them in the first `weight` bytes, where formats say what follows. */
export function mutant(bytes: Uint8Array, random: () => number, weight: number): Buffer {
  let changed = Buffer.from(bytes);
  const integer = (below: number) => Math.floor(random() * below);
  const place = () => integer(random() < 0.7 ? Math.min(weight, changed.length) : changed.length);
  const mutations: readonly (() => void)[] = [
    () => (changed[place()]! ^= 1 << integer(8)),
    () => (changed[place()] = evil[integer(evil.length)]!),
    () => (changed[place()] = integer(256)),
    () => (changed = changed.subarray(0, place())),
    () => {
      const at = place();
      changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + 1 + integer(16))]);
    },
    () => {
      const [at, from] = [place(), place()];
      const copied = changed.subarray(from, from + 1 + integer(64));
      changed = Buffer.concat([changed.subarray(0, at), copied, changed.subarray(at)]);
    },
    () => {
      const at = place();
      changed.fill(evil[integer(evil.length)]!, at, Math.min(at + 1 + integer(8), changed.length));
    },
  ];
  for (let n = 1 + integer(4); n > 0 && changed.length > 0; n -= 1) mutations[integer(mutations.length)]!();
  return changed;
}
