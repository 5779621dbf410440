/** What the HTTP end needs to maintain the storages of a server. */
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";

/** The work that an operator asks for. Each method rejects with a `Refusal`, or a `StorageError`. */
export interface Maintaining {
  /** Writes a snapshot of the models as they are now, and gives its place. */
  snapshot(): Promise<{ readonly seq: Seq }>;
  /** Moves what the log has before `before` to the archive, or deletes it; gives what the log has then. */
  compact(before: Seq, remove: boolean): Promise<{ readonly first: Seq; readonly head: Seq }>;
  /** The archive of a new snapshot and the log, or only of what the log has behind the snapshot. */
  backup(onlyBehindSnapshot: boolean): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

const refuse = () => Promise.reject(new Refusal("not_found", "The storages of this server are not maintained here"));

/** A server whose storages are maintained elsewhere. */
export const NO_MAINTENANCE: Maintaining = { snapshot: refuse, compact: refuse, backup: refuse };
