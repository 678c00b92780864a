import { randomBytes, randomInt } from "node:crypto";

/** The largest UUID (RFC 9562, section 5.10): no id sorts after it. */
export const maxUuid = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * Makes UUIDs of version 7: 48 bits of milliseconds, a counter in the 12 bits after the version (RFC 9562, section 6.2,
 * method 1), 62 random bits. Those of one source rise even within a millisecond and where the clock goes back.
 */
export function createUuidSource(now: () => Date): () => string {
  let time = 0;
  let counter = 0;
  return () => {
    const current = now().getTime();
    if (current > time) {
      time = current;
      // Half of the range, so that there is room to count within the millisecond.
      counter = randomInt(0x800);
    } else if (++counter > 0xfff) {
      time += 1;
      counter = 0;
    }
    const bytes = Buffer.alloc(16);
    bytes.writeUIntBE(time, 0, 6);
    bytes.writeUInt16BE(0x7000 | counter, 6);
    randomBytes(8).copy(bytes, 8);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
}
