/**
 * A payload as an entry of a recording.
 *
 * @module
 */
import { encode, MalformedError, type Pass, toExact } from "@fluxwire/wire";
import type { Conversation, ReadMessage } from "./conversation.ts";
import type { FrameEntry, Sender } from "./entry.ts";
import type { Masker } from "./masker.ts";

/** The members of an entry other than time and connection. */
export type FrameParts = Omit<FrameEntry, "ms" | "connection" | "event" | "from">;

/**
 * A masked payload: its message is decoded, masked, and encoded again, so that bytes outside the message are not
 * kept. Payloads that cannot be decoded, or not be encoded again, are withheld.
 */
export function maskedFrame(
  conversation: Conversation,
  from: Sender,
  payload: Uint8Array,
  masker: Masker,
): FrameParts {
  const message = conversation.read(from, payload);
  if (message.envelope === null) return withheld(message, payload);
  try {
    const { hex, envelope, masked } = keptOf(message, masker);
    if (masker.isFull) return unread(message.layout, payload.length, "more secrets are known than can be masked");
    return { layout: message.layout, hex, envelope, pass: message.pass, masked, unreadable: null };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return unread(message.layout, payload.length, "its message cannot be encoded without its secrets");
  }
}

/** An unmasked payload, with its message if it can be decoded. */
export function rawFrame(conversation: Conversation, from: Sender, payload: Uint8Array): FrameParts {
  const message = conversation.read(from, payload);
  const hex = payload.toHex();
  if (message.envelope === null) return { ...withheld(message, payload), hex };
  const envelope = message.from === "host"
    ? toExact("request", message.envelope)
    : toExact("response", message.envelope);
  return { layout: message.layout, hex, envelope, pass: message.pass, masked: [], unreadable: null };
}

/** The members that replace a message. */
export function unread(layout: FrameEntry["layout"], bytes: number, reason: string): FrameParts {
  return { layout, hex: null, envelope: null, pass: null, masked: [], unreadable: { bytes, reason } };
}

type Readable = Exclude<ReadMessage, { envelope: null }>;

function keptOf(message: Readable, masker: Masker): { hex: string; envelope: unknown; masked: string[] } {
  const { layout, pass } = message, options = { faithful: isLeftOut(pass) };
  if (message.from === "host") {
    const { envelope, paths } = masker.request(message.envelope);
    const bytes = encode("request", layout, envelope, options);
    return { hex: bytes.toHex(), envelope: toExact("request", envelope), masked: paths };
  }
  const { envelope, paths } = masker.response(message.envelope);
  const bytes = encode("response", layout, envelope, options);
  return { hex: bytes.toHex(), envelope: toExact("response", envelope), masked: paths };
}

/** Whether the sender omitted what the real client omits: the masked message omits it too. */
function isLeftOut(pass: Pass): boolean {
  return pass === "lenient" || pass === "tail";
}

/** The reason is the place where decoding failed, not the bytes there, which may be part of a secret. */
function withheld({ layout, error }: ReadMessage, payload: Uint8Array): FrameParts {
  const where = error === null
    ? "no frame of the host has shown the layout yet"
    : `no message of layout ${layout}: at byte ${error.offset} of ${error.header?.body ?? "an unknown message"}`;
  return unread(layout, payload.length, where);
}
