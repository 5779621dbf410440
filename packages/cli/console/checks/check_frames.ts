/**
 * The frames of a check as lines of a recording, which Wire shows.
 *
 * @module
 */
import { decode, type Layout, toExact } from "@fluxwire/wire";
import type { CheckResult, FrameRecord } from "@fluxwire/testing/conformance";
import { type Entry, RECORDING_FORMAT, RECORDING_VERSION, type Sender } from "@fluxwire/testing/recording";

/** The lines: a header, then a frame each; the times are unknown. */
export function checkFrames({ frames, layout }: CheckResult, startedAt: Date): string[] {
  const start = { format: RECORDING_FORMAT, version: RECORDING_VERSION };
  const header = { ...start, startedAt: startedAt.toISOString(), masked: true };
  return [header, ...frames.map((frame) => entryOf(frame, layout))].map((line) => JSON.stringify(line));
}

function entryOf({ connection, direction, role, bytes, hex }: FrameRecord, layout: Layout): Entry {
  const from: Sender = direction === "to driver" ? "host" : "driver";
  const start = { ms: 0, connection, event: "frame" as const, from, layout, hex, masked: [] };
  const unread = (reason: string): Entry => ({ ...start, envelope: null, pass: null, unreadable: { bytes, reason } });
  if (role === null) return unread("these bytes are not a frame");
  if (hex.length / 2 < bytes) return unread(`only the first ${hex.length / 2} bytes are kept`);
  try {
    const { envelope, pass } = decode(role, layout, Uint8Array.fromHex(hex));
    return { ...start, envelope: toExact(role, envelope), pass, unreadable: null };
  } catch (error) {
    return unread(error instanceof Error ? error.message : String(error));
  }
}
