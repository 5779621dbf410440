/**
 * The frames of checks as lines of a recording, which Wire shows.
 *
 * @module
 */
import { decode, type Layout, toExact } from "@fluxwire/wire";
import type { CheckResult, FrameRecord } from "@fluxwire/testing/conformance";
import { type FrameEntry, RECORDING_FORMAT, RECORDING_VERSION, type Sender } from "@fluxwire/testing/recording";

/** The first line of a recording of checks. */
export function checksHeader(startedAt: Date): string {
  const start = { format: RECORDING_FORMAT, version: RECORDING_VERSION };
  return JSON.stringify({ ...start, startedAt: startedAt.toISOString(), masked: true });
}

/** The other lines of checks: a frame each, in the order of time. */
export function checkLines(results: readonly CheckResult[]): string[] {
  const before = connectionsBefore(results);
  const frames = results.flatMap(({ frames, layout }, at) =>
    frames.map((frame) => ({ frame, layout, before: before[at]! }))
  );
  const sorted = frames.toSorted((a, b) => a.frame.ms - b.frame.ms), first = sorted[0]?.frame.ms ?? 0;
  return sorted.map(({ frame, layout, before }) => {
    const ms = Math.round((frame.ms - first) * 1_000) / 1_000, connection = before + frame.connection;
    return JSON.stringify({ ms, connection, ...frameOf(frame, layout) });
  });
}

/** The first and the last connection of each check in {@link checkLines}; null for checks without frames. */
export function checkConnections(results: readonly CheckResult[]): (readonly [first: number, last: number] | null)[] {
  const before = connectionsBefore(results);
  return results.map((result, at) => {
    const count = connectionsOf(result);
    return count === 0 ? null : [before[at]! + 1, before[at]! + count];
  });
}

/** How many connections the checks before each check have. */
function connectionsBefore(results: readonly CheckResult[]): number[] {
  let all = 0;
  return results.map((result) => {
    const before = all;
    all += connectionsOf(result);
    return before;
  });
}

function connectionsOf({ frames }: CheckResult): number {
  return Math.max(0, ...frames.map(({ connection }) => connection));
}

function frameOf({ direction, role, bytes, hex }: FrameRecord, layout: Layout): Omit<FrameEntry, "ms" | "connection"> {
  const from: Sender = direction === "to driver" ? "host" : "driver";
  // Without a layout the page reads no fields into what is no frame.
  const start = { event: "frame" as const, from, layout: role === null ? null : layout, hex, masked: [] };
  const unread = (reason: string) => ({ ...start, envelope: null, pass: null, unreadable: { bytes, reason } });
  if (role === null) return unread("these bytes are not a frame");
  if (hex.length / 2 < bytes) return unread(`only the first ${hex.length / 2} bytes are kept`);
  try {
    const { envelope, pass } = decode(role, layout, Uint8Array.fromHex(hex));
    return { ...start, envelope: toExact(role, envelope), pass, unreadable: null };
  } catch (error) {
    return unread(error instanceof Error ? error.message : String(error));
  }
}
