/**
 * The log of an exporter: kept for clients that come later, and given to all who read.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import type { DeviceLog } from "../device/method.ts";

/** Python's names of levels. */
export type Severity = "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";

/** A record. */
export interface LogRecord {
  /** Its level. */
  readonly severity: Severity;
  /** What happened; one line or several. */
  readonly message: string;
  /** What wrote it. */
  readonly source: LogSource;
}

/** Records that are kept for readers that come later; Python keeps as many. */
const KEPT = 256;
/** Records that wait for one reader; more are dropped, and a record says how many. */
const MAX_WAITING = 1_024;
/** The longest text of a record; clients cannot take more than 4 MiB. */
const MAX_TEXT = 65_536;

interface Reader {
  waiting: LogRecord[];
  dropped: number;
  wake: (() => void) | null;
}

/** The log of an exporter. */
export class ExporterLog {
  readonly #kept: LogRecord[] = [];
  readonly #readers = new Set<Reader>();
  readonly #echo: (record: LogRecord) => void;
  #isClosed = false;

  /** @param echo Gets each record as well. */
  constructor(echo: (record: LogRecord) => void = () => {}) {
    this.#echo = echo;
  }

  /** Adds a record. */
  add(severity: Severity, text: string, source: LogSource = LogSource.SYSTEM): void {
    const whole = text.toWellFormed();
    const message = whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT)}… (${whole.length} characters)` : whole;
    const record = { severity, message, source };
    this.#kept.push(record);
    if (this.#kept.length > KEPT) this.#kept.shift();
    this.#echo(record);
    for (const reader of this.#readers) {
      if (reader.waiting.length < MAX_WAITING) reader.waiting.push(record);
      else reader.dropped++;
      reader.wake?.();
    }
  }

  /** A log for a device, whose records name it. */
  forDevice(name: string): DeviceLog {
    const write = (severity: Severity) => (text: string) => {
      this.add(severity, `${name}: ${text}`, LogSource.DRIVER);
    };
    return { debug: write("DEBUG"), info: write("INFO"), warning: write("WARNING"), error: write("ERROR") };
  }

  /** The kept records and all that follow, until the signal aborts or the log is closed. */
  async *read(signal: AbortSignal): AsyncGenerator<LogRecord> {
    const reader: Reader = { waiting: [...this.#kept], dropped: 0, wake: null };
    this.#readers.add(reader);
    using _listening = onAbort(signal, () => reader.wake?.());
    try {
      while (!signal.aborted) {
        const { dropped } = reader, records = reader.waiting.splice(0);
        reader.dropped = 0;
        yield* records;
        if (dropped > 0) yield dropRecord(dropped);
        if (reader.waiting.length > 0 || signal.aborted) continue;
        if (this.#isClosed) return;
        await new Promise<void>((resolve) => reader.wake = resolve);
        reader.wake = null;
      }
    } finally {
      this.#readers.delete(reader);
    }
  }

  /** Ends all readers behind what waits for them. */
  close(): void {
    this.#isClosed = true;
    for (const reader of this.#readers) reader.wake?.();
  }
}

function dropRecord(count: number): LogRecord {
  const message = `${count} records were dropped, as this client did not read`;
  return { severity: "WARNING", message, source: LogSource.SYSTEM };
}
