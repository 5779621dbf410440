/** A model storage of documents: all in memory, and each changed model written after a while. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Event, Seq } from "../../event/event.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { applyEvent } from "../model/applying.ts";
import { Contents } from "../model/contents.ts";
import { eventsBehind } from "../model/place.ts";
import { StorageError } from "../roles.ts";
import { DENO_DISK } from "./deno_disk.ts";
import type { Disk } from "./disk.ts";
import { type ModelDocument, ModelDocuments } from "./model_documents.ts";
import { withSystemErrors } from "./system_error.ts";

/** How a model storage of documents is opened. */
export interface FileModelOptions {
  /** The folder of the documents, absolute. It is made if it does not exist. */
  readonly folder: string;
  /** How long changes wait to be written, in milliseconds; ten times as long as the last writing took at least. @default {1000} */
  readonly writeMs?: number;
  /** Called with a sentence for people if the documents cannot be written: the content is right, and a start takes longer. */
  readonly warn?: (message: string) => void;
  readonly clock?: Clock;
  readonly disk?: Disk;
}

/** Models, hooks and instances in memory, and as one document for each model in a folder. */
export class FileModelStorage extends MemoryModelStorage {
  readonly #options: Required<FileModelOptions>;
  readonly #documents: ModelDocuments;
  readonly #lock: Disposable;
  #generation = "";
  /** Models whose document does not have all events yet. */
  #dirty = new Set<string>();
  /** The places of documents that a crash left ahead of the others. */
  readonly #ahead = new Map<string, Seq>();
  #timer: unknown = null;
  #writing: Promise<void> = Promise.resolve();
  #lastMs = 0;

  private constructor(options: Required<FileModelOptions>, lock: Disposable) {
    super();
    this.#options = options;
    this.#documents = new ModelDocuments(options.disk, options.folder);
    this.#lock = lock;
  }

  /**
   * Opens the documents of a folder.
   *
   * @throws {StorageError} `conflict` if another process has them open; `corrupt` if one is damaged: the log makes them anew.
   */
  static open(options: FileModelOptions): Promise<FileModelStorage> {
    return withSystemErrors(options.folder, () => FileModelStorage.#open(options));
  }

  static async #open(options: FileModelOptions): Promise<FileModelStorage> {
    const all = { writeMs: 1_000, warn: () => {}, clock: SYSTEM_CLOCK, disk: DENO_DISK, ...options };
    await all.disk.makeFolder(all.folder);
    const lock = await all.disk.lock(`${all.folder}/models.lock`);
    if (lock === null) {
      throw new StorageError("conflict", `Another process has the models in ${all.folder} open`, { remedy: "stop it" });
    }
    try {
      const storage = new FileModelStorage(all, lock);
      await storage.#read();
      return storage;
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  }

  override apply(events: readonly Event[]): Seq {
    for (const event of eventsBehind(this.seq, this.logId, events)) {
      if (event.seq > (this.#ahead.get(event.model) ?? 0)) {
        applyEvent(this.contents, event);
        this.#dirty.add(event.model);
      }
      this.seq = event.seq;
    }
    this.#writeLater();
    return this.seq;
  }

  override async reset(logId: string): Promise<void> {
    super.reset(logId);
    await this.#writeAll();
  }

  override async load(lines: AsyncIterable<string>): Promise<void> {
    await super.load(lines);
    await this.#writeAll();
  }

  /** Writes what changed, and frees the folder. */
  override async [Symbol.asyncDispose](): Promise<void> {
    this.#options.clock.clearTimeout(this.#timer);
    try {
      await this.#writing;
      if (this.logId !== null) await this.#write();
    } finally {
      this.#lock[Symbol.dispose]();
    }
  }

  async #read(): Promise<void> {
    const overview = await this.#documents.readOverview();
    if (overview === null) return;
    this.contents = new Contents();
    for (const { id, seq, generation, records } of await this.#documents.readAll()) {
      if (generation !== overview.generation) continue;
      for (const record of records) this.contents.add(record);
      if (seq > overview.seq) this.#ahead.set(id, seq);
    }
    this.seq = overview.seq;
    this.logId = overview.logId;
    this.#generation = overview.generation;
  }

  /** Writes all models as of a new generation, so that no older document counts. */
  async #writeAll(): Promise<void> {
    this.#generation = crypto.randomUUID();
    this.#ahead.clear();
    this.#dirty = new Set(this.contents.models.keys());
    await withSystemErrors(this.#options.folder, () => this.#flush());
  }

  #writeLater(): void {
    const { clock, writeMs } = this.#options;
    this.#timer ??= clock.setTimeout(() => {
      this.#timer = null;
      this.#flush().catch((error) => {
        this.#options.warn(`Cannot write the models in ${this.#options.folder}: ${error.message}; trying again`);
        this.#writeLater();
      });
    }, Math.max(writeMs, 10 * this.#lastMs));
  }

  /** Writes what changed, after the writing that runs. */
  #flush(): Promise<void> {
    const writing = this.#writing.then(() => this.#write());
    this.#writing = writing.catch(() => {});
    return writing;
  }

  async #write(): Promise<void> {
    const { clock } = this.#options, started = clock.now();
    const seq = this.seq, logId = this.logId!, generation = this.#generation, dirty = this.#dirty;
    this.#dirty = new Set();
    const gone: string[] = [];
    try {
      for (const id of dirty) {
        // A reset came meanwhile: its own writing follows.
        if (generation !== this.#generation) return;
        const document: ModelDocument = { id, seq: this.seq, generation, records: [...this.contents.recordsOf(id)] };
        await this.#documents.write(document);
        if (document.records.length === 0 && document.seq === seq) gone.push(id);
      }
      if (generation !== this.#generation) return;
      await this.#documents.writeOverview({ logId, seq, generation });
    } catch (error) {
      for (const id of dirty) this.#dirty.add(id);
      throw error;
    }
    // The overview has their deletion: no event of them comes again. A failure leaves a document that says it has no model.
    for (const id of gone) if (!this.contents.models.has(id)) await this.#documents.remove(id).catch(() => {});
    this.#lastMs = clock.now() - started;
  }
}
