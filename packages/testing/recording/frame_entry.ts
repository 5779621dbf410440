/**
 * A payload as it stands in a recording.
 *
 * @module
 */
import { encode, MalformedError, type Pass, toExact } from "@fluxwire/wire";
import type { Conversation, ReadMessage } from "./conversation.ts";
import type { FrameEntry, Sender } from "./entry.ts";
import type { Masker } from "./masker.ts";

/** What an entry has besides when and where. */
export type FrameParts = Omit<FrameEntry, "ms" | "connection" | "event" | "from">;

/**
 * A payload, masked: its message is decoded, masked, and encoded again, so that nothing is kept that is not in the
 * message. What cannot be read, or not be written again, is withheld.
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
    if (masker.isFull) return unread(message.layout, payload.length, "more secrets were told than can be masked");
    return { layout: message.layout, hex, envelope, pass: message.pass, masked, unreadable: null };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return unread(message.layout, payload.length, "its message has no form without its secrets");
  }
}

/** A payload as it is, with its message where it has one. */
export function rawFrame(conversation: Conversation, from: Sender, payload: Uint8Array): FrameParts {
  const message = conversation.read(from, payload);
  const hex = payload.toHex();
  if (message.envelope === null) return { ...withheld(message, payload), hex };
  const envelope = message.from === "host"
    ? toExact("request", message.envelope)
    : toExact("response", message.envelope);
  return { layout: message.layout, hex, envelope, pass: message.pass, masked: [], unreadable: null };
}

/** What there is instead of a message. */
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

/** Whether the sender left out what the real client leaves out: written again, it is left out, too. */
function isLeftOut(pass: Pass): boolean {
  return pass === "lenient" || pass === "tail";
}

/** The reason is where reading failed, not what was found there: that may be a part of a secret. */
function withheld({ layout, error }: ReadMessage, payload: Uint8Array): FrameParts {
  const where = error === null
    ? "the host has said nothing yet that shows the layout"
    : `no message of layout ${layout}: at byte ${error.offset} of ${error.header?.body ?? "an unknown message"}`;
  return unread(layout, payload.length, where);
}
