/** Durations and sizes as people write them. */

const DURATIONS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const SIZES: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** Milliseconds of `250ms`, `5s`, `2m`, `1h` or a plain number; `null` for all else. */
export function milliseconds(value: unknown): number | null {
  return amount(value, DURATIONS);
}

/** Bytes of `512B`, `64KiB`, `1MiB`, `1GiB` or a plain number; `null` for all else. */
export function byteCount(value: unknown): number | null {
  return amount(value, SIZES);
}

function amount(value: unknown, units: Readonly<Record<string, number>>): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : null;
  const match = typeof value === "string" ? /^(\d{1,12}(?:\.\d{1,6})?)\s*([A-Za-z]*)$/.exec(value) : null;
  if (match === null) return null;
  const unit = match[2] === "" ? 1 : units[match[2]!];
  const total = unit === undefined ? NaN : Number(match[1]) * unit;
  return Number.isSafeInteger(total) ? total : null;
}
