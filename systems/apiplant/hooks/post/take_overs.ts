/** Runs the post hooks that dead servers left. */
import type { Clock } from "@fluxwire/transport";
import type { Event } from "../../event/event.ts";
import type { ErrorRecord, EventStorage } from "../../storage/roles.ts";
import { PostCursor } from "./cursor.ts";
import { eventsOf, type Place } from "./events_of.ts";

/** What it needs of the server. */
export interface TakeOverOptions {
  readonly log: EventStorage;
  /** The server that takes over. */
  readonly serverId: string;
  readonly clock: Clock;
  readonly isDead: (serverId: string) => boolean;
  /** Nothing of a server is left to do. */
  readonly forget: (serverId: string) => Promise<void>;
  /** Runs the hook of an event, with its place in a cursor. Resolves when it has run, or the server stops. */
  readonly run: (event: Event | Place, cursor: PostCursor) => Promise<void>;
  readonly report: (record: Pick<ErrorRecord, "code" | "message">) => void;
}

/** The cursors of dead servers that this one has. */
export class TakeOvers {
  readonly #options: TakeOverOptions;
  readonly #cursors = new Map<string, PostCursor>();

  /** It has none yet. */
  constructor(options: TakeOverOptions) {
    this.#options = options;
  }

  /**
   * Takes what a dead server left, unless another server has it, and begins to run it. A server of which nothing is left is
   * forgotten: that is found at the look after its last hook, since an append may land after its server's end. Rejects with a
   * `StorageError`.
   */
  async takeOver(origin: string): Promise<void> {
    if (this.#cursors.has(origin)) return;
    const { log, serverId, clock, isDead, forget, run, report } = this.#options;
    const cursor = new PostCursor(log, origin, serverId, clock), behind = await cursor.takeOver(isDead);
    if (behind === null) return;
    const found = behind === "none" ? [] : await eventsOf(log, origin, behind);
    const last = found.at(-1);
    if (last === undefined) return await forget(origin);
    report({ code: "taken_over", message: `The server ${origin} is gone: ${serverId} runs its post hooks` });
    this.#cursors.set(origin, cursor);
    // All at once: the cursor then has every place that is open.
    const running = found.map((event) => run(event, cursor));
    void Promise.all(running).then(async () => {
      await cursor.close();
      this.#cursors.delete(origin);
    });
  }

  /** Writes the cursors a last time. */
  async close(): Promise<void> {
    await Promise.all([...this.#cursors.values()].map((cursor) => cursor.close()));
  }
}
