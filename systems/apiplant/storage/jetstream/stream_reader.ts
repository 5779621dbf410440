/** Reads the entries of a stream, by the leader of its servers alone. */
import type { Seq } from "../../event/event.ts";
import { type LogEntry, StorageError } from "../roles.ts";
import { asStorageError } from "./failure.ts";
import type { JetStreamManager, StoredMsg } from "./library.ts";
import { type Appended, decodeAppend } from "./message.ts";
import { type Mark, Places } from "./places.ts";

/** How many messages are asked for at once. */
const IN_FLIGHT = 64;

/** What is read. */
export interface ReaderParts {
  readonly manager: JetStreamManager;
  /** The name of the stream, and the subject of its messages. */
  readonly stream: string;
  readonly subject: string;
  /** The id that each message must have. */
  readonly logId: string;
  /** The stream in messages for people. */
  readonly name: string;
}

/** A message with its number. */
interface Read extends Appended {
  readonly message: number;
}

/** The entries of a stream, and where it ends as far as is known. */
export class StreamReader {
  readonly #parts: ReaderParts;
  readonly #places = new Places();
  #head: Seq = 0;
  #lastMessage = 0;

  /** Knows an empty stream. */
  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** The place of the last entry that is known. */
  get head(): Seq {
    return this.#head;
  }

  /** The number of the message with it; 0 for an empty stream. */
  get lastMessage(): number {
    return this.#lastMessage;
  }

  /** Notes an append that the server has acknowledged. */
  landed({ first, message, head }: Mark & { readonly head: Seq }): void {
    this.#places.note({ first, message });
    this.#advance(message, head);
  }

  /** Learns where the stream ends now. */
  async refresh(): Promise<void> {
    if (await this.#get({ seq: this.#lastMessage + 1 }) === null) return;
    const last = await this.#get({ last_by_subj: this.#parts.subject });
    if (last === null) throw this.#missing("its last message");
    this.#advance(last.message, last.first + last.entries.length - 1);
  }

  /** At most `max` entries from a place on, and the head; it is learned anew if the place is behind the one that is known. */
  async read(from: Seq, max: number): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    if (from < 1) {
      throw new StorageError("compacted", `${this.#parts.name} begins with entry 1, and has no entry ${from}`);
    }
    if (from > this.#head) await this.refresh();
    const head = this.#head, entries: LogEntry[] = [];
    if (from > head || max <= 0) return { entries, head };
    const start = await this.#messageOf(from);
    take(start, from, max, entries);
    for (let next = start.message + 1; entries.length < max && entries.at(-1)!.seq < head;) {
      // Each message has at least one entry.
      const count = Math.min(IN_FLIGHT, this.#lastMessage - next + 1, max - entries.length);
      const messages = await Promise.all(Array.from({ length: count }, (_, at) => this.#at(next + at)));
      for (const message of messages) {
        const expected = entries.at(-1)!.seq + 1;
        if (message.first !== expected && entries.length < max) throw this.#gap(message, expected);
        take(message, expected, max, entries);
      }
      next += count;
    }
    return { entries, head };
  }

  /** The message that has an entry: between two that are known, by halves. */
  async #messageOf(seq: Seq): Promise<Read> {
    const { before, after } = this.#places.around(seq);
    let low = before.message, high = after === null ? this.#lastMessage : after.message - 1;
    while (low <= high) {
      const middle = low === before.message ? low : (low + high) >> 1, found = await this.#at(middle);
      if (seq < found.first) high = middle - 1;
      else if (seq >= found.first + found.entries.length) low = middle + 1;
      else return found;
    }
    throw new StorageError("corrupt", `${this.#parts.name} has no entry ${seq}, and its head is ${this.#head}`);
  }

  async #at(message: number): Promise<Read> {
    const found = await this.#get({ seq: message });
    if (found === null) throw this.#missing(`message ${message}`);
    return found;
  }

  async #get(query: Parameters<JetStreamManager["streams"]["getMessage"]>[1]): Promise<Read | null> {
    const { manager, stream, logId, name } = this.#parts;
    let found: StoredMsg | null;
    try {
      found = await manager.streams.getMessage(stream, query);
    } catch (error) {
      throw asStorageError(name, error);
    }
    if (found === null) return null;
    const read = { ...decodeAppend(found.data, logId, found.seq), message: found.seq };
    this.#places.note({ first: read.first, message: read.message });
    return read;
  }

  #advance(message: number, head: Seq): void {
    if (message <= this.#lastMessage) return;
    this.#lastMessage = message;
    this.#head = head;
  }

  /** A server that has just begun to lead may not have applied what it has; nothing is deleted from the stream. */
  #missing(what: string): StorageError {
    return new StorageError(
      "unavailable",
      `${this.#parts.name} does not give ${what}: its servers may be choosing a leader`,
    );
  }

  #gap({ message, first }: Read, expected: Seq): StorageError {
    return new StorageError(
      "corrupt",
      `Message ${message} of ${this.#parts.name} begins with entry ${first}, not ${expected}`,
    );
  }
}

function take({ entries }: Appended, from: Seq, max: number, into: LogEntry[]): void {
  for (const entry of entries) if (entry.seq >= from && into.length < max) into.push(entry);
}
