/** A message of the stream: the entries of one append, which lands whole. */
import type { Seq } from "../../event/event.ts";
import { type LogDraft, type LogEntry, StorageError } from "../roles.ts";

/** The version of this shape. */
const VERSION = 1;

/** What a message holds. */
export interface Appended {
  /** The place of its first entry. */
  readonly first: Seq;
  readonly entries: readonly LogEntry[];
}

const encoder = new TextEncoder();

/**
 * The bytes of an append behind `expected`: a line of JSON with its place and the members that are indexed, and a line for each
 * entry with its own bytes.
 */
export function encodeAppend(logId: string, expected: Seq, drafts: readonly LogDraft[]): Uint8Array {
  const head = {
    v: VERSION,
    log: logId,
    first: expected + 1,
    of: drafts.map(({ id, model, instance }) => [id, model, instance]),
  };
  return encoder.encode([JSON.stringify(head), ...drafts.map(({ json }) => json)].join("\n"));
}

/**
 * The entries of a message.
 *
 * @param place The number of the message, for the error.
 * @throws {StorageError} `corrupt` for a message that no server of this log has appended.
 */
export function decodeAppend(bytes: Uint8Array, logId: string, place: number): Appended {
  const [line, ...lines] = new TextDecoder().decode(bytes).split("\n");
  const head = headOf(line!);
  if (head === null || head.of.length !== lines.length) {
    throw new StorageError("corrupt", `Message ${place} of the stream is not an append of a log`);
  }
  if (head.log !== logId) throw new StorageError("corrupt", `Message ${place} of the stream is of the log ${head.log}`);
  const { first } = head;
  const entries = head.of.map(([id, model, instance], at) => ({
    seq: first + at,
    id,
    model,
    instance,
    json: lines[at]!,
  }));
  return { first, entries };
}

interface Head {
  readonly log: string;
  readonly first: Seq;
  readonly of: readonly (readonly [id: string, model: string, instance: string | null])[];
}

function headOf(line: string): Head | null {
  try {
    const head = JSON.parse(line);
    return head.v === VERSION && Number.isSafeInteger(head.first) && Array.isArray(head.of) ? head : null;
  } catch {
    return null;
  }
}
