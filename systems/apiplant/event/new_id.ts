/** Ids of events and instances (RFC 9562, UUID version 7). */
import type { Clock } from "@fluxwire/transport";

/** How many random bytes an id takes: two for its counter, eight for its end. */
const TAKEN = 10;
/** How many are asked for at once, those of 64 ids. */
const POOL: number = 64 * TAKEN;

/** The three digits of each value that the counter of a millisecond can have. */
const COUNTERS: readonly string[] = Array.from({ length: 4_096 }, (_, value) => value.toString(16).padStart(3, "0"));

/** Makes ids that are greater than all that it made before, as text and in time. */
export function idMaker(clock: Clock, fill: (bytes: Uint8Array<ArrayBuffer>) => void = fillRandom): () => string {
  let last = 0, counter = 0, time = timeText(0);
  const pool = new Uint8Array(POOL);
  let used = POOL, digits = "";
  return () => {
    if (used === POOL) {
      fill(pool);
      digits = pool.toHex();
      used = 0;
    }
    const at = used, now = clock.now();
    used += TAKEN;
    // 12 bits count the ids of a millisecond, from a random start in the lower half.
    if (now > last) {
      counter = (pool[at] as number) << 3 | (pool[at + 1] as number) & 7;
      time = timeText(last = now);
    } else if (++counter === COUNTERS.length) {
      counter = 0;
      time = timeText(++last);
    }
    const variant = "89ab"[(pool[at + 2] as number) >> 4 & 3], end = 2 * at + 5;
    return `${time}7${COUNTERS[counter]}-${variant}${digits.slice(end, end + 3)}-${digits.slice(end + 3, end + 15)}`;
  };
}

/** The digits of a time up to those of the version. */
function timeText(ms: number): string {
  const digits = ms.toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}-`;
}

function fillRandom(bytes: Uint8Array<ArrayBuffer>): void {
  crypto.getRandomValues(bytes);
}
