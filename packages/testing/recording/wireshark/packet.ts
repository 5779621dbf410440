/**
 * A packet of the export: the facts that the dissector needs, then the bytes.
 *
 * A frame: version, kind 0, sender, layout (255 for none), connection (u32), number of offsets (u32), the offsets at
 * which the sender omitted something (u32 each), the payload. Other packets: the same with their kind, and in place of
 * the offsets the length of a text, then the text and the bytes, if any. Integers are little-endian.
 *
 * @module
 */
import { annotate, type Layout, LAYOUTS } from "@fluxwire/wire";
import type { Entry, FrameEntry } from "../entry.ts";

/** The version of this form. */
export const PACKET_VERSION = 1;
/** The kinds of packets, by number. */
const PACKET_KINDS = ["frame", "unreadable", "connect", "close"] as const;
/** The senders, by number. */
const PACKET_SENDERS = ["host", "driver", "tap"] as const;

const NO_LAYOUT = 255;
const HEADER_BYTES = 12;

/** The fields of a packet's header. */
interface PacketStart {
  kind: typeof PACKET_KINDS[number];
  from: typeof PACKET_SENDERS[number];
  layout: Layout | null;
  connection: number;
}

/** The packet of an entry. */
export function packetOf(entry: Entry): Uint8Array<ArrayBuffer> {
  const { event, connection } = entry;
  if (event === "connect") return textPacket({ kind: "connect", from: "host", layout: null, connection }, "");
  if (event === "close") {
    return textPacket({ kind: "close", from: entry.by, layout: null, connection }, entry.reason ?? "");
  }
  const { from, layout, hex, unreadable } = entry;
  const bytes = hex === null ? new Uint8Array() : Uint8Array.fromHex(hex);
  if (unreadable === null) return framePacket({ kind: "frame", from, layout, connection }, entry, bytes);
  const text = `${unreadable.bytes} bytes: ${unreadable.reason}`;
  return textPacket({ kind: "unreadable", from, layout, connection }, text, bytes);
}

function framePacket(start: PacketStart, entry: FrameEntry, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const offsets = leftOut(entry, payload);
  const packet = begun(start, offsets.length, 4 * offsets.length + payload.length);
  const view = new DataView(packet.buffer);
  for (const [i, offset] of offsets.entries()) view.setUint32(HEADER_BYTES + 4 * i, offset, true);
  packet.set(payload, HEADER_BYTES + 4 * offsets.length);
  return packet;
}

function textPacket(start: PacketStart, text: string, bytes: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder().encode(text);
  const packet = begun(start, utf8.length, utf8.length + bytes.length);
  packet.set(utf8, HEADER_BYTES);
  packet.set(bytes, HEADER_BYTES + utf8.length);
  return packet;
}

function begun({ kind, from, layout, connection }: PacketStart, count: number, more: number): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(HEADER_BYTES + more);
  packet[0] = PACKET_VERSION;
  packet[1] = PACKET_KINDS.indexOf(kind);
  packet[2] = PACKET_SENDERS.indexOf(from);
  packet[3] = layout === null ? NO_LAYOUT : LAYOUTS.indexOf(layout);
  const view = new DataView(packet.buffer);
  view.setUint32(4, connection, true);
  view.setUint32(8, count, true);
  return packet;
}

/** Where the sender omitted a field, in the order of decoding: the bytes alone do not show it. */
function leftOut({ from, layout, pass }: FrameEntry, payload: Uint8Array): number[] {
  if (pass === "strict" || pass === "trailing" || layout === null) return [];
  const role = from === "host" ? "request" : "response";
  const { spans } = annotate(role, layout, payload, { maxSpans: payload.length + 1_000 });
  return spans.filter(({ type }) => type === "left out").map(({ offset }) => offset);
}
