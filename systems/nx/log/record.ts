/**
 * One record of a host's log, as text and as JSON.
 *
 * @module
 */
import type { LogLevel, LogLine } from "@fluxwire/supervise";

/** From the least to the most urgent. */
export const LEVELS = ["debug", "info", "warn", "error"] as const;

/** A form of records. */
export type LogFormat = "text" | "json";

/** What a record is about; null for the host as a whole. */
export interface RecordSubject {
  readonly instanceId: string;
  readonly deviceId: string;
  readonly driverId: string;
  readonly pid: number | null;
}

/** A line of a log, without the level that the host's own lines begin with. */
export interface LogRecord {
  readonly time: Date;
  readonly level: LogLevel;
  readonly stream: LogLine["stream"];
  readonly text: string;
}

/** The record of a kept line. */
export function recordOf({ time, level, stream, text }: LogLine): LogRecord {
  const isOutput = stream === "stdout" || stream === "stderr";
  return { time, level, stream, text: isOutput ? text : text.replace(/^[A-Z]+ /, "") };
}

/** Whether a record is urgent enough. */
export function isShown({ level }: LogRecord, least: LogLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

/** A record as a line, without the line's end. */
export function recordLine(record: LogRecord, subject: RecordSubject | null, format: LogFormat): string {
  const { time, level, stream, text } = record, ts = time.toISOString();
  if (format === "text") return `${ts} ${level.toUpperCase()} ${subject?.instanceId ?? "-"} ${stream}: ${text}`;
  const { msg, fields } = stream === "rpc" ? parted(text) : { msg: text, fields: {} };
  return JSON.stringify({
    ts,
    level: level.toUpperCase(),
    instance_id: subject?.instanceId ?? null,
    device_id: subject?.deviceId ?? null,
    driver_id: subject?.driverId ?? null,
    pid: subject?.pid ?? null,
    stream,
    msg,
    fields,
  });
}

/** How many braces of a line are tried as the begin of its fields: a driver may send a line of nothing else. */
const MAX_BRACES = 32;

/** The message and the fields of a line that a driver has sent: its fields stand behind it as JSON. */
function parted(text: string): { msg: string; fields: unknown } {
  const at = text.lastIndexOf(" {");
  if (at < 0 || !text.endsWith("}")) return { msg: text, fields: {} };
  let tries = 0;
  for (
    let start = text.indexOf(" {");
    start >= 0 && tries < MAX_BRACES;
    start = text.indexOf(" {", start + 1), tries++
  ) {
    try {
      return { msg: text.slice(0, start), fields: JSON.parse(text.slice(start + 1)) };
    } catch {
      // The brace belongs to the message.
    }
  }
  return { msg: text, fields: {} };
}
