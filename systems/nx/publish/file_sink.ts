/**
 * Publishes into a folder: one file for each device, list, state and variable, one for each event.
 *
 * @module
 */
import { FileNames } from "./file_names.ts";
import { removeUnfinished, UnfinishedFile } from "./unfinished_file.ts";
import type { PublishRecord, Sink } from "./record.ts";
import { recordJson } from "./record_json.ts";
import { type Moment, momentOf } from "./time_text.ts";

/** Writes files, each whole: beside, then renamed. */
export class FileSink implements Sink {
  /** As `-publisher` has it. */
  readonly name = "file";
  readonly #folder: string;
  readonly #now: () => Moment;
  readonly #names = new FileNames();
  #last: Promise<void> = Promise.resolve();

  /** @param folder Made when the first record comes. What a killed host has not finished in it is removed. */
  constructor(folder: string, now: () => Moment = () => momentOf(Date.now(), 0)) {
    this.#folder = folder;
    this.#now = now;
    removeUnfinished(folder);
  }

  /** Writes a record's file. Records are written in the order of the calls. */
  async publish(record: PublishRecord): Promise<void> {
    const json = recordJson(record, this.#now);
    const before = this.#last;
    const writing = before.then(() => this.#write(record, json));
    this.#last = writing.catch(() => {});
    await writing;
  }

  /** Resolves when every file is written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
  }

  async #write(record: PublishRecord, json: string): Promise<void> {
    await Deno.mkdir(this.#folder, { recursive: true, mode: 0o755 });
    const stem = await this.#names.stemOf(record, this.#now);
    const path = record.call === "PublishEvent" ? await this.#free(stem) : `${this.#folder}/${stem}.json`;
    using file = UnfinishedFile.make(this.#folder);
    await file.write(json);
    await file.finish(path);
  }

  /** A name that no event has yet. */
  async #free(stem: string): Promise<string> {
    for (let count = 1;; count++) {
      const path = `${this.#folder}/${stem}${count === 1 ? "" : `-${count}`}.json`;
      if (!await isThere(path)) return path;
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
