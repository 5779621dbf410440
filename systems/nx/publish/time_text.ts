/**
 * A moment as texts, in the offset of the clock that it was read from.
 *
 * @module
 */

/** A moment, as drivers send it. */
export interface Moment {
  /** Seconds since 1970. */
  readonly seconds: bigint;
  /** From 0 to 999,999,999. */
  readonly nanos: number;
  /** The clock's offset from UTC. */
  readonly offsetMinutes: number;
}

/** From the year 1 to the year 9999, in seconds since 1970. */
const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;
/** Offsets are written with two digits of hours. */
const MAX_OFFSET_MINUTES = 24 * 60 - 1;

/**
 * RFC 3339, with up to nine digits of a second and none of them a trailing zero.
 *
 * @throws {RangeError} for what no calendar has.
 */
export function rfc3339({ seconds, nanos, offsetMinutes }: Moment): string {
  const local = localTime({ seconds, nanos, offsetMinutes });
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${local}${fraction}${offsetText(offsetMinutes, ":")}`;
}

/** The form in the name of an event's file: three digits of a second, cut off; the `+` of an offset becomes `_`. */
export function fileTime({ seconds, nanos, offsetMinutes }: Moment): string {
  const local = localTime({ seconds, nanos, offsetMinutes }).replace(/[-:]/g, "");
  const millis = String(Math.floor(nanos / 1e6)).padStart(3, "0");
  return `${local}.${millis}${offsetText(offsetMinutes, "").replace("+", "_")}`;
}

/** A moment of a clock of this machine. */
export function momentOf(ms: number, offsetMinutes: number): Moment {
  const seconds = Math.floor(ms / 1_000);
  return { seconds: BigInt(seconds), nanos: Math.round((ms - seconds * 1_000) * 1e6), offsetMinutes };
}

function localTime({ seconds, nanos, offsetMinutes }: Moment): string {
  if (!(nanos >= 0 && nanos < 1e9)) throw new RangeError(`nanos ${nanos} are not from 0 to 999999999`);
  if (Math.abs(offsetMinutes) > MAX_OFFSET_MINUTES) {
    throw new RangeError(`offset_minutes ${offsetMinutes} are not within ${MAX_OFFSET_MINUTES} of UTC`);
  }
  const local = seconds + 60n * BigInt(offsetMinutes);
  if (local < MIN_SECONDS || local > MAX_SECONDS) {
    throw new RangeError(`seconds ${seconds} are not in the years 1 to 9999`);
  }
  return new Date(Number(local) * 1_000).toISOString().slice(0, 19);
}

function offsetText(minutes: number, colon: string): string {
  if (minutes === 0) return "Z";
  const digits = (value: number) => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${digits(Math.floor(size / 60))}${colon}${digits(size % 60)}`;
}
