/** A seeded source of random numbers: the same seed gives the same bits on every machine. */
export interface RandomSource {
  /** Uniform integer in [0, 2³²). */
  integer(): number;
  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number;
  /** Standard normal, by Box and Muller. */
  normal(): number;
}

/**
 * xoshiro128** 1.1 (Blackman and Vigna 2018, "Scrambled linear pseudorandom number generators"), its state of four
 * 32-bit words filled from the seed by splitmix32, so that neighbouring seeds give unrelated streams.
 *
 * @param seed any safe integer; both its halves count
 */
export function createRandom(seed: number): RandomSource {
  const state = expandSeed(seed);
  const integer = () => nextXoshiro(state);
  const uniform = () => integer() / 2 ** 32;
  // Box and Muller make two independent numbers at a time.
  let second: number | undefined;
  const normal = () => {
    const ready = second;
    second = undefined;
    if (ready !== undefined) return ready;
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    second = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { integer, uniform, normal };
}

/** One step of xoshiro128**: changes the four words of `state` and returns 32 bits as an unsigned integer. */
export function nextXoshiro(state: Uint32Array): number {
  const result = Math.imul(rotateLeft(Math.imul(state[1], 5), 7), 9) >>> 0;
  const shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotateLeft(state[3], 11);
  return result;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function expandSeed(seed: number): Uint32Array {
  // The high half is mixed in by a multiplication of its own, so seeds that differ by 2³² differ here too.
  let counter = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) | 0;
  return Uint32Array.from({ length: 4 }, () => {
    counter = (counter + 0x9e3779b9) | 0;
    let word = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  });
}
