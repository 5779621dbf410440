/** Entries as they are read from a file. */
import type { Seq } from "../../event/event.ts";
import { type LogEntry, StorageError } from "../roles.ts";

/** An entry whose members are read from its text when they are asked for: most readers need the text alone. */
export class StoredEntry implements LogEntry {
  #members: { id: string; model: string; instance: string | null } | null = null;

  /** Keeps the text. */
  constructor(readonly seq: Seq, readonly json: string) {}

  get id(): string {
    return this.#read().id;
  }

  get model(): string {
    return this.#read().model;
  }

  get instance(): string | null {
    return this.#read().instance;
  }

  #read(): { id: string; model: string; instance: string | null } {
    if (this.#members !== null) return this.#members;
    let value;
    try {
      value = JSON.parse(this.json);
    } catch (error) {
      throw new StorageError("corrupt", `The event at ${this.seq} is not JSON`, { cause: error });
    }
    return this.#members = { id: value.id, model: value.model, instance: value.instance ?? null };
  }
}
