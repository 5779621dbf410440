/** A server without its HTTP end: state, write path and log. */
import type { Writer } from "../commit/command.ts";
import type { Event, Seq } from "../event/event.ts";
import type { Hooks } from "../hooks/runner.ts";
import type { Reader } from "../state/reader.ts";
import type { Feed } from "../stream/feed.ts";
import type { ErrorStorage, EventStorage, MaybePromise } from "../storage/roles.ts";

/** How well a server works: `degraded` if its model storage is behind, `read-only` while an append is unsettled. */
export type Status = "ok" | "degraded" | "read-only" | "stopping";

/** What the HTTP end stands on. */
export interface Core {
  /** The server's id. */
  readonly id: string;
  readonly writer: Writer;
  readonly state: Reader;
  readonly log: EventStorage;
  /** The events that are applied here. */
  readonly feed: Feed;
  readonly hooks: Hooks;
  readonly errors: ErrorStorage;
  /** An event of the log with its personal data decrypted. `state`, `writer` and `feed` give such data themselves. */
  opened(event: Event): MaybePromise<Event>;
  /** A text that equal texts share on every server of the log, and that does not show its text. */
  hmac(text: string): Promise<string>;
  /** Resolves when the keys of the erasure at `seq` are deleted; rejects with the signal's reason. */
  erased(seq: Seq, signal: AbortSignal): Promise<void>;
  /** How well it works, and for each role what is wrong, or `ok`. */
  status(): { readonly status: Status; readonly checks: Readonly<Record<string, string>>; readonly lag: number };
  /** Resolves when the event at `seq` is applied here; rejects with the signal's reason. */
  applied(seq: Seq, signal: AbortSignal): Promise<void>;
}
