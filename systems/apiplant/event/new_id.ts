/** Ids of events and instances (RFC 9562, UUID version 7). */
import type { Clock } from "@fluxwire/transport";

/** How many random bytes are asked for at once, those of 64 ids. */
const POOL = 1_024;

/** Makes ids that are greater than all that it made before, as text and in time. */
export function idMaker(clock: Clock, fill: (bytes: Uint8Array<ArrayBuffer>) => void = fillRandom): () => string {
  let last = 0, counter = 0, used = POOL;
  const pool = new Uint8Array(POOL);
  return () => {
    if (used === POOL) {
      fill(pool);
      used = 0;
    }
    const bytes = pool.subarray(used, used += 16);
    const now = clock.now();
    // 12 bits count the ids of a millisecond, from a random start in the lower half.
    if (now > last) [last, counter] = [now, (bytes[6] as number) << 3 | (bytes[7] as number) & 7];
    else if (++counter === 4096) [last, counter] = [last + 1, 0];
    let time = last;
    for (let at = 5; at >= 0; at--) {
      bytes[at] = time % 256;
      time = Math.floor(time / 256);
    }
    bytes[6] = 0x70 | counter >> 8;
    bytes[7] = counter & 0xff;
    bytes[8] = 0x80 | (bytes[8] as number) & 0x3f;
    const hex = bytes.toHex();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

function fillRandom(bytes: Uint8Array<ArrayBuffer>): void {
  crypto.getRandomValues(bytes);
}
