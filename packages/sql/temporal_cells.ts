/**
 * Days, times and moments from the texts of databases, as cells that the wire has, or else as the unchanged text.
 *
 * @module
 */
import { date, type TaggedValue, time } from "@fluxwire/sdk";

/** A day in the years that the wire can carry; others, and `infinity`, stay text. */
export function dateCell(text: string): string | TaggedValue {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? date(text) : text;
}

/** A time of day; 24:00:00 is invalid for the host and stays text, and so does one with an offset. */
export function timeCell(text: string): string | TaggedValue {
  return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?$/.test(text) ? time(text) : text;
}

/** A moment in UTC on a day that every month has. */
const UTC_MOMENT = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]) ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,9})?\+00$/;

/**
 * A moment with an offset, such as `2024-01-02 03:04:05.678+05:30`, in UTC and with all its digits; `infinity`, years beyond
 * four digits, and the year before 1, which databases do not read as 0000, stay text.
 */
export function momentCell(text: string): string | TaggedValue {
  // A Date would take several times as long.
  if (UTC_MOMENT.test(text)) return { type: "DateTime", value: `${text.slice(0, 10)}T${text.slice(11, -3)}Z` };
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d{1,9})?([+-])(\d{2})(?::(\d{2}))?(?::(\d{2}))?$/.exec(
    text,
  );
  if (match === null) return text;
  const [, day, clock, fraction = "", sign, hours, minutes = "0", seconds = "0"] = match;
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === "-" ? -1 : 1);
  const utc = new Date(Date.parse(`${day}T${clock}Z`) - offset * 1000).toISOString();
  return /^(?!0000)\d{4}-/.test(utc) ? { type: "DateTime", value: `${utc.slice(0, 19)}${fraction}Z` } : text;
}
