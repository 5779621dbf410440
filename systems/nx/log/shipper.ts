/**
 * Writes the records of all instances to one output, without waiting for a slow reader: it misses lines.
 *
 * @module
 */
import type { LogLevel } from "@fluxwire/supervise";
import { within } from "@fluxwire/transport";
import type { NxService } from "../host/nx_service.ts";
import { isShown, type LogFormat, recordLine, recordOf } from "./record.ts";

/** Where records go. */
export interface RecordSink {
  /** Writes some of the bytes, and resolves with how many. */
  write(bytes: Uint8Array): Promise<number>;
}

/** How records are written. */
export interface ShipperOptions {
  readonly sink: RecordSink;
  readonly level: LogLevel;
  readonly format: LogFormat;
}

/** How long the last lines may take, in milliseconds. */
const FLUSH_MS = 1_000;
const utf8 = new TextEncoder();

/** Follows logs until they are closed. */
export class LogShipper {
  readonly #options: ShipperOptions;
  readonly #following: Promise<void>[] = [];
  #last: Promise<void> = Promise.resolve();
  #isBroken = false;

  /** Nothing is followed yet. */
  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  /** Writes every line of an instance's log, from its first one on. */
  follow(service: NxService): void {
    this.#following.push(this.#follow(service));
  }

  /** Writes a record about the host itself. */
  note(level: LogLevel, text: string): void {
    const record = { time: new Date(), level, stream: "host" as const, text };
    if (isShown(record, this.#options.level)) void this.#write(recordLine(record, null, this.#options.format));
  }

  /** Resolves when the followed logs are closed and written, or after a second. */
  async end(): Promise<void> {
    await within(Promise.all(this.#following).then(() => this.#last), FLUSH_MS);
  }

  async #follow(service: NxService): Promise<void> {
    const { instanceId, deviceId, driverId } = service.instance;
    for await (const line of service.log.follow({ from: 0 })) {
      const record = recordOf(line);
      if (!isShown(record, this.#options.level)) continue;
      const pid = service.running?.process.pid ?? null;
      await this.#write(recordLine(record, { instanceId, deviceId, driverId, pid }, this.#options.format));
    }
  }

  /** One line after the other, each whole. */
  #write(line: string): Promise<void> {
    return this.#last = this.#last.then(async () => {
      if (this.#isBroken) return;
      const bytes = utf8.encode(`${line}\n`);
      try {
        for (let at = 0; at < bytes.length;) at += await this.#options.sink.write(bytes.subarray(at));
      } catch {
        // The reader has left.
        this.#isBroken = true;
      }
    });
  }
}
