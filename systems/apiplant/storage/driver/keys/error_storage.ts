/** Error records in a key-value store: a key for each, which sorts by time. */
import type { ErrorRecord, ErrorStorage } from "../../roles.ts";
import type { Link } from "../link.ts";
import { keysOf, type WithKeys } from "./needs.ts";

/** Records between two looks at how many there are. */
const LOOK_EVERY = 100;

/** Records that are read at once. */
const READ = 64;

/** An error storage that keeps the newest records. */
export class DriverErrorStorage implements ErrorStorage {
  readonly #link: Link;
  readonly #keys: WithKeys;
  readonly #prefix: string;
  readonly #max: number;
  #count = 0;

  private constructor(link: Link, keys: WithKeys, prefix: string, max: number) {
    this.#link = link;
    this.#keys = keys;
    this.#prefix = prefix;
    this.#max = max;
  }

  /**
   * Sees what the driver can do.
   *
   * @param prefix What its keys start with.
   * @param max How many records are kept, and up to 100 more.
   * @throws {StorageError} `unimplemented` with what the driver lacks; the link is closed then.
   */
  static async open(link: Link, prefix: string, max: number): Promise<DriverErrorStorage> {
    try {
      return new DriverErrorStorage(link, await keysOf(link, prefix), `${prefix}error:`, max);
    } catch (error) {
      await link[Symbol.asyncDispose]();
      throw error;
    }
  }

  async log(record: ErrorRecord): Promise<void> {
    const at = Date.parse(record.at), number = this.#count++;
    const key = `${this.#prefix}${digits(at, 15)}:${digits(number, 12)}:${hexOf(record.id)}`;
    await this.#keys(async (keys) => {
      await keys.put(key, JSON.stringify(record));
      if (number % LOOK_EVERY > 0) return;
      const all = await keys.scan(this.#prefix);
      for (const old of all.slice(0, Math.max(0, all.length - this.#max))) await keys.remove(old);
    });
  }

  async list({ before, max, model, hook }: Parameters<ErrorStorage["list"]>[0]): Promise<readonly ErrorRecord[]> {
    return await this.#keys(async (keys) => {
      const all = (await keys.scan(this.#prefix)).reverse();
      const last = before === undefined ? -1 : all.findIndex((key) => key.endsWith(`:${hexOf(before)}`));
      if (before !== undefined && last === -1) return [];
      const found: ErrorRecord[] = [];
      for (let at = last + 1; at < all.length && found.length < max; at += READ) {
        for (const text of await keys.read(all.slice(at, at + READ))) {
          if (text === null) continue;
          const record: ErrorRecord = JSON.parse(text);
          const fits = (model ?? record.model) === record.model && (hook ?? record.hook) === record.hook;
          if (fits && found.length < max) found.push(record);
        }
      }
      return found;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }
}

function digits(number: number, count: number): string {
  return String(number).padStart(count, "0");
}

function hexOf(id: string): string {
  return new TextEncoder().encode(id).toHex();
}
