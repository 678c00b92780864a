const golden = 0x9e3779b9;

/** A bijective mix of 32 bits (multipliers found by Wellons, "Prospecting for hash functions"). */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return bits ^ (bits >>> 15);
}

function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/**
 * Seeded pseudo-random numbers: xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators",
 * ACM TOMS 2021), its state filled from keys by a mixed Weyl sequence. Equal keys give equal sequences; the order of
 * the keys matters, so `(seed, class, image)` names one stream of its own.
 */
export class Random {
  /** @param state four 32-bit words, not all zero; changed with every draw. */
  constructor(private readonly state: Int32Array) {}

  /** The stream named by integer keys, of which the lowest 32 bits count. */
  static of(...keys: number[]): Random {
    let hash = golden;
    for (const key of keys) hash = mix(hash ^ mix((key | 0) + golden));
    return new Random(Int32Array.of(1, 2, 3, 4).map((step) => mix(hash + step * golden)));
  }

  /** The next 32 bits, as an unsigned integer. */
  bits(): number {
    const s = this.state;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /** Uniform in [from, to). */
  range(from: number, to: number): number {
    return from + (to - from) * (this.bits() / 2 ** 32);
  }

  /** Uniform among the integers `from … to`, both included. */
  integer(from: number, to: number): number {
    return Math.floor(this.range(from, to + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.range(0, 1) < probability;
  }

  /** One element, each equally likely. */
  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length - 1)];
  }
}
