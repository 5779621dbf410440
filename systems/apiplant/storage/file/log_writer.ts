/** Writes the last segment of a log: what waits is written as one piece and synced once. */
import type { Clock } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import { type AppendResult, type LogDraft, type LogEntry, type MaybePromise, StorageError } from "../roles.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { type LogHead, writeHead } from "./head_file.ts";
import { encodeLine, joinEvents } from "./line.ts";
import type { OpenedLog, Segment } from "./open_log.ts";
import { Places } from "./places.ts";
import { encodeHead, segmentName } from "./segment.ts";

/** When appended entries are synced: before they are acknowledged, every so often, or never before the log closes. */
export type SyncMode = "commit" | "interval" | "none";

/** How a log is written. */
export interface WriterOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly sync: SyncMode;
  /** In milliseconds, of the mode `interval`. */
  readonly syncMs: number;
  /** The size at which a new segment is started, in bytes. */
  readonly segmentBytes: number;
  readonly clock: Clock;
  /** Called with entries that are in the log now. */
  readonly appended: (entries: readonly LogEntry[]) => void;
}

/** The most bytes that are written as one piece, unless one append has more. */
const MAX_PIECE = 8 * 2 ** 20;
/** The least time between two writes of `log.head`, in milliseconds. */
const HEAD_MS = 1_000;

interface Waiting {
  readonly expected: Seq;
  readonly drafts: readonly LogDraft[];
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** The only writer of a log. */
export class LogWriter {
  readonly #options: WriterOptions;
  readonly logId: string;
  readonly segments: Segment[];
  #file: DiskFile;
  #length: number;
  #synced: number;
  /** The length without a piece that is being written. */
  #committed: number;
  #head: Seq;
  #queue: Waiting[] = [];
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  #failure: StorageError | null = null;
  #headWritten: number;
  #headWriting: Promise<void> = Promise.resolve();
  #timer: unknown = null;
  #syncDue = false;

  /** Goes on behind what was opened. */
  constructor(opened: OpenedLog, options: WriterOptions) {
    this.#options = options;
    this.logId = opened.logId;
    this.segments = opened.segments;
    this.#file = opened.file;
    this.#length = this.#synced = this.#committed = opened.length;
    this.#head = opened.head;
    this.#headWritten = options.clock.now();
  }

  /** The last entry that is in the log. */
  get head(): Seq {
    return this.#head;
  }

  /** Where the last entry that is in the log ends in the last segment. */
  get length(): number {
    return this.#committed;
  }

  /** Why the log is not used further, or `null`. */
  get failure(): StorageError | null {
    return this.#failure;
  }

  append(expected: Seq, drafts: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    const { promise, resolve, reject } = Promise.withResolvers<AppendResult>();
    this.#queue.push({ expected, drafts, signal, resolve, reject });
    this.#run();
    return promise;
  }

  /** Writes what waits, syncs it, and closes the file. */
  async close(): Promise<void> {
    this.#options.clock.clearTimeout(this.#timer);
    await this.#running;
    await this.#headWriting;
    try {
      if (this.#failure !== null) return;
      if (this.#synced < this.#length) await this.#sync();
      await this.saveHead();
    } finally {
      this.#file.close();
    }
  }

  /** Writes `log.head`, after the writing that runs. */
  saveHead(): Promise<void> {
    const writing = this.#headWriting.then(() => writeHead(this.#options.disk, this.#options.folder, this.#headNow()));
    this.#headWriting = writing.catch(() => {});
    return writing;
  }

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#running = this.#drain();
  }

  async #drain(): Promise<void> {
    // A turn of the event loop's queue later, so that appends of the same moment share a sync.
    if (this.#options.sync === "commit") await null;
    while (this.#queue.length > 0 || this.#syncDue) {
      const piece = this.#takePiece();
      try {
        if (this.#failure !== null) throw this.#failure;
        if (this.#syncDue) await this.#sync();
        const writing = this.#write(piece);
        if (writing !== undefined) await writing;
      } catch (error) {
        this.#fail(error);
        for (const { reject } of piece) reject(this.#failure);
      }
    }
    this.#isRunning = false;
  }

  #takePiece(): Waiting[] {
    let units = 0;
    const end = this.#queue.findIndex(({ drafts }, at) => {
      units += drafts.reduce((sum, { json }) => sum + json.length, 0);
      return at > 0 && units > MAX_PIECE;
    });
    const piece = end === -1 ? this.#queue : this.#queue.slice(0, end);
    this.#queue = end === -1 ? [] : this.#queue.slice(end);
    return piece;
  }

  /** Writes what can be appended: at once, unless the disk takes its time or the sync does. */
  #write(piece: readonly Waiting[]): MaybePromise<void> {
    if (this.#isFull() && piece.some(({ expected }) => expected === this.#head)) {
      return this.#rotate().then(() => this.#writeLines(piece));
    }
    return this.#writeLines(piece);
  }

  #writeLines(piece: readonly Waiting[]): MaybePromise<void> {
    const lines: Uint8Array[] = [], accepted: [Waiting, Seq][] = [], conflicts: Waiting[] = [];
    const entries: LogEntry[] = [], starts: [seq: Seq, bytes: number][] = [];
    let head = this.#head, bytes = 0;
    for (const waiting of piece) {
      const { expected, drafts, signal } = waiting;
      if (signal?.aborted) waiting.reject(signal.reason);
      else if (expected !== head) conflicts.push(waiting);
      else {
        const line = encodeLine(this.#synced, joinEvents(drafts.map(({ json }) => json)));
        starts.push([head + 1, this.#length + bytes]);
        for (const { id, model, instance, json } of drafts) entries.push({ seq: ++head, id, model, instance, json });
        lines.push(line);
        bytes += line.length;
        accepted.push([waiting, head]);
      }
    }
    const answer = () => {
      for (const [{ resolve }, head] of accepted) resolve({ ok: true, head });
      for (const { resolve } of conflicts) resolve({ ok: false, head: this.#head });
      this.#headLater();
    };
    if (lines.length === 0) return answer();
    const landed = () => {
      for (const [seq, offset] of starts) this.segments.at(-1)!.places.add(seq, offset);
      this.#head = head;
      this.#committed = this.#length;
      this.#options.appended(entries);
      answer();
    };
    const written = (): MaybePromise<void> => {
      this.#length += bytes;
      if (this.#options.sync === "commit") return this.#sync().then(landed);
      if (this.#options.sync === "interval") this.#startTimer();
      landed();
    };
    const writing = this.#file.write(this.#length, lines.length === 1 ? lines[0]! : joined(lines, bytes));
    return writing instanceof Promise ? writing.then(written) : written();
  }

  #isFull(): boolean {
    return this.#length >= this.#options.segmentBytes && this.#head >= this.segments.at(-1)!.first;
  }

  async #sync(): Promise<void> {
    this.#syncDue = false;
    const length = this.#length;
    await this.#file.sync();
    this.#synced = length;
  }

  #startTimer(): void {
    const { clock, syncMs } = this.#options;
    this.#timer ??= clock.setTimeout(() => {
      this.#timer = null;
      this.#syncDue = true;
      this.#run();
    }, syncMs);
  }

  /** Starts a segment: the one before is synced, the new one and its name too, before a line is written to it. */
  async #rotate(): Promise<void> {
    const { disk, folder } = this.#options;
    if (this.#synced < this.#length) await this.#sync();
    const first = this.#head + 1;
    const file = await disk.openWrite(`${folder}/${segmentName(first)}`);
    const headLine = encodeHead({ logId: this.logId, first });
    try {
      await file.truncate(0);
      await file.write(0, headLine);
      await file.sync();
      await disk.syncFolder(folder);
    } catch (error) {
      file.close();
      throw error;
    }
    this.#file.close();
    this.#file = file;
    this.#length = this.#synced = this.#committed = headLine.length;
    this.segments.push({ first, places: new Places() });
  }

  #headNow(): LogHead {
    return {
      logId: this.logId,
      first: this.segments[0]!.first,
      segment: this.segments.at(-1)!.first,
      synced: this.#synced,
    };
  }

  /** Writes `log.head` beside the appends, at most once a second. It only adds to what the marks say: a failure is no harm. */
  #headLater(): void {
    const now = this.#options.clock.now();
    if (now - this.#headWritten < HEAD_MS) return;
    this.#headWritten = now;
    this.saveHead().catch(() => {});
  }

  /** After a failed write or sync nothing is known of the file's tail: the log must be opened and verified again. */
  #fail(error: unknown): void {
    this.#syncDue = false;
    this.#failure ??= new StorageError(
      "corrupt",
      `Cannot write the log in ${this.#options.folder}: ${error instanceof Error ? error.message : error}; ` +
        "it takes no more entries until it is opened again",
      { cause: error },
    );
  }
}

function joined(lines: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length;
  }
  return bytes;
}
