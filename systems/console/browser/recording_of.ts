/**
 * Recordings, for tests.
 *
 * @module
 */
import { encode } from "@fluxwire/wire";

const VERSION = { major: 1, minor: 2 };

/**
 * The lines of a recording with pings: two before the first, then two for each; the third ping fails. Row 1 is the
 * connection, and rows 2 and 3 are the first ping and its answer.
 */
export function* recordingOf(pings: number): Generator<string> {
  const start = { connection: 1, layout: "0.7.1", pass: "strict", masked: [], unreadable: null, event: "frame" };
  const frame = (ms: number, from: "host" | "driver", hex: string, envelope: unknown) =>
    JSON.stringify({ ms, ...start, from, hex, envelope });
  const text = (value: unknown) =>
    JSON.parse(JSON.stringify(value, (_, one) => typeof one === "bigint" ? String(one) : one));
  yield '{"format":"fluxwire-recording","version":1,"startedAt":"2026-01-01T00:00:00.000Z","masked":true}';
  yield '{"ms":0,"connection":1,"event":"connect"}';
  for (let id = 1; id <= pings; id++) {
    const ping = {
      protocolVersion: VERSION,
      requestId: BigInt(id),
      sessionId: null,
      timeoutMs: null,
      body: { type: "Ping" as const },
    };
    const failure = { type: "Error" as const, code: "Driver" as const, message: "The disk is full", retriable: false };
    const body = id === 3 ? failure : { type: "Pong" as const };
    const answer = { protocolVersion: VERSION, requestId: BigInt(id), sessionId: null, done: true, body };
    yield frame(id, "host", encode("request", "0.7.1", ping).toHex(), text(ping));
    yield frame(id + 0.5, "driver", encode("response", "0.7.1", answer).toHex(), text(answer));
  }
}
