/** Snapshots beside a log of SQLite, as servers use them. */
import type { Seq } from "../../event/event.ts";
import { partsOf } from "../event/snapshot_parts.ts";
import { type SharedSnapshots, StorageError } from "../roles.ts";
import type { LogClient } from "./log_client.ts";

/** The snapshots of an open log. */
export class SqliteSnapshots implements SharedSnapshots {
  readonly #client: LogClient;

  /** Calls the log's worker. */
  constructor(client: LogClient) {
    this.#client = client;
  }

  async put(seq: Seq, lines: AsyncIterable<string>): Promise<void> {
    // Several servers may write one of the same place: each writes parts of its own.
    const id = crypto.randomUUID();
    let parts = 0;
    for await (const joined of partsOf(lines)) await this.#client.call("putPart", id, parts++, joined);
    await this.#client.call("finishSnapshot", { id, seq, parts });
  }

  async newest(): Promise<{ readonly seq: Seq; readonly lines: AsyncIterable<string> } | null> {
    const found = await this.#client.call("newestSnapshot");
    return found === null ? null : { seq: found.seq, lines: this.#lines(found.id, found.parts) };
  }

  async *#lines(id: string, parts: number): AsyncGenerator<string> {
    for (let part = 0; part < parts; part++) {
      const lines = await this.#client.call("snapshotPart", id, part);
      if (lines === null) throw new StorageError("unavailable", "A newer snapshot has replaced the one that was read");
      yield* lines.split("\n");
    }
  }
}
