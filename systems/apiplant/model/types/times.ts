/** Date, Time and DateTime. */
import { fault, type Faults } from "../problem.ts";
import type { Json } from "../../json/json.ts";
import type { TypeRow } from "./check.ts";

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?$/;
const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const texts = { order: "code points", unique: false, bounds: null, members: [] } as const;

/** A day: `2026-11-29`. */
export const date: TypeRow = {
  ...texts,
  unique: true,
  compile: () => (value) => {
    if (typeof value !== "string") return wrongType();
    return isDay(value) ? value : fault("format", "must be a day of the calendar as YYYY-MM-DD", "date");
  },
  schema: () => ({ type: "string", format: "date" }),
};

/** A time of day: `10:00:00` or `10:00:00.500`. */
export const time: TypeRow = {
  ...texts,
  compile: () => (value) => {
    if (typeof value !== "string") return wrongType();
    if (!TIME.test(value)) return fault("format", "must be a time as HH:MM:SS or HH:MM:SS.fff", "time");
    return value.endsWith(".000") ? value.slice(0, -4) : value;
  },
  schema: () => ({ type: "string", pattern: TIME.source }),
};

/** A moment (RFC 3339), kept in UTC with milliseconds; further digits are cut off. */
export const dateTime: TypeRow = {
  ...texts,
  compile: () => (value) => {
    if (typeof value !== "string") return wrongType();
    return utc(value) ??
      fault("format", "must be a time with date and zone (RFC 3339), such as 2026-11-29T10:00:00Z", "date-time");
  },
  schema: () => ({ type: "string", format: "date-time" }),
};

/** A moment of RFC 3339 in UTC with three digits of milliseconds, or `null` if it is not one or its year leaves 0000 to 9999. */
export function utc(text: string): string | null {
  const match = DATE_TIME.exec(text);
  if (match === null || !isDay(match[1]!)) return null;
  const [, day, hour, minute, second, fraction = "", zone] = match;
  const millis = fraction.slice(1, 4).padEnd(3, "0");
  const moment = new Date(`${day}T${hour}:${minute}:${second}.${millis}${zone!.toUpperCase()}`);
  if (Number.isNaN(moment.getTime())) return null;
  const canonical = moment.toISOString();
  return canonical.length === 24 ? canonical : null;
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= days[month - 1]!;
}

function wrongType(): Json | Faults {
  return fault("type", "must be a string", "string");
}
