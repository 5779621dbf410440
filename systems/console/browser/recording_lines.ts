/**
 * Recordings for tests, whose frames are what the codec writes.
 *
 * @module
 */
import { type DriverRequestBody, type DriverResponseBody, encode, toExact } from "@fluxwire/wire";

const VERSION = { major: 1, minor: 2 };
const READ = { event: "frame", connection: 1, layout: "0.7.1", pass: "strict", masked: [], unreadable: null };

/** The first two lines of a recording. */
export const START: readonly string[] = [
  '{"format":"fluxwire-recording","version":1,"startedAt":"2026-01-01T00:00:00.000Z","masked":true}',
  '{"ms":0,"connection":1,"event":"connect"}',
];

/** A request's line. */
export function asked(ms: number, id: number, body: DriverRequestBody): string {
  const message = { protocolVersion: VERSION, requestId: BigInt(id), sessionId: null, timeoutMs: null, body };
  const hex = encode("request", "0.7.1", message).toHex();
  return JSON.stringify({ ms, ...READ, from: "host", hex, envelope: toExact("request", message) });
}

/** An answer's line. */
export function answered(ms: number, id: number, body: DriverResponseBody): string {
  const message = { protocolVersion: VERSION, requestId: BigInt(id), sessionId: null, done: true, body };
  const hex = encode("response", "0.7.1", message).toHex();
  return JSON.stringify({ ms, ...READ, from: "driver", hex, envelope: toExact("response", message) });
}

/** So many answered pings, one each millisecond. */
export function pings(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => [
    asked(from + at, from + at, { type: "Ping" }),
    answered(from + at + 0.5, from + at, { type: "Pong" }),
  ]).flat();
}

/** A file with lines, which is removed when it is disposed. */
export class TemporaryFile implements Disposable {
  /** Its path. */
  readonly path: string = Deno.makeTempFileSync({ suffix: ".ndjson" });

  /** Writes the lines. */
  constructor(lines: readonly string[]) {
    Deno.writeTextFileSync(this.path, `${lines.join("\n")}\n`);
  }

  /** Removes the file. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.path);
  }
}
