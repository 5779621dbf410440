/**
 * A file on its way to a device or from one, through a run.
 *
 * @module
 */
import { type ErrorJson, FILE_CREDIT, FILE_PIECE_BYTES, FILE_WINDOW_BYTES, FIRST_CREDIT } from "@fluxwire/console/api";
import { Collected } from "../files/collected.ts";
import { pageErrorOf } from "../server/api.ts";
import type { Live, Reading, StreamReader } from "../server/live.ts";
import { PageError } from "../server/server.ts";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";

/** What it came to: why it failed, what the device answered, or the file. */
export type FileEnd = { readonly error: ErrorJson } | { readonly result: unknown } | { readonly blob: Blob };

/** What a {@link FileRun} is made of. */
export interface FileRunSetup {
  /** The source's id. */
  readonly source: string;
  /** The run's id. */
  readonly run: string;
  /** The file that is sent; null for one that comes. */
  readonly file: File | null;
  /** Ends the run, as the page cannot go on. */
  readonly stop: () => void;
}

/** What to do about a file that no page keeps. */
const TOO_LARGE = "Use fluxwire jumpstarter j, which writes it to a file as it comes";

/** The run. A page that loses its connection goes on where it was. */
export class FileRun implements Disposable {
  readonly #setup: FileRunSetup;
  readonly #reading: Reading;
  readonly #passed: Signal<number> = signal(0);
  readonly #end: Signal<FileEnd | null> = signal(null);
  readonly #came = new Collected(TOO_LARGE);
  #result: unknown = null;
  #sent = 0;
  /** Changes with each connection; null until the server has said how much it has. */
  #turn: object | null = null;
  #isSending = false;

  /** Begins at once. */
  constructor(live: Live, setup: FileRunSetup) {
    this.#setup = setup;
    const reader: StreamReader = {
      lines: (lines, missed) => this.#take(lines, missed),
      opened: () => this.#turn = null,
      taken: (bytes) => this.#taken(bytes),
      end: (error) => this.#finish(error),
    };
    this.#reading = live.read(setup.source, setup.run, reader, setup.file === null ? FILE_CREDIT : FIRST_CREDIT);
    addEventListener("beforeunload", keepPage);
  }

  /** The run's id. */
  get id(): string {
    return this.#setup.run;
  }

  /** How many bytes the device has taken, or have come. */
  get passed(): ReadonlySignal<number> {
    return this.#passed;
  }

  /** How many bytes there are; null for a file that comes. */
  get size(): number | null {
    return this.#setup.file?.size ?? null;
  }

  /** What it came to; null while it goes on. */
  get end(): ReadonlySignal<FileEnd | null> {
    return this.#end;
  }

  /** Goes on no more. */
  [Symbol.dispose](): void {
    this.#turn = null;
    removeEventListener("beforeunload", keepPage);
    this.#reading[Symbol.dispose]();
  }

  #take(lines: readonly string[], missed: number): void {
    if (this.size !== null) return void (this.#result = JSON.parse(lines[0]!));
    try {
      if (missed > 0) throw new PageError({ code: "Defect", message: "A part of the file is missing", remedy: null });
      for (const line of lines) this.#came.add(Uint8Array.fromBase64(line));
      this.#passed.value = this.#came.size;
    } catch (error) {
      this.#fail(error);
    }
  }

  #taken(bytes: number): void {
    this.#passed.value = bytes;
    if (this.#turn === null) {
      this.#turn = {};
      this.#sent = bytes;
      this.#isSending = false;
    }
    if (!this.#isSending) void this.#send(this.#turn);
  }

  async #send(turn: object): Promise<void> {
    const file = this.#setup.file!;
    this.#isSending = true;
    try {
      do {
        const at = this.#sent, piece = await file.slice(at, at + FILE_PIECE_BYTES).bytes();
        // Another connection has begun meanwhile, and with it another turn.
        if (this.#turn !== turn) return;
        this.#sent += piece.length;
        this.#reading.write(piece, { at, isLast: this.#sent === file.size });
      } while (this.#sent < file.size && this.#sent < this.#passed.value + FILE_WINDOW_BYTES);
      this.#isSending = this.#sent === file.size;
    } catch {
      const message = "The file cannot be read any more: it was changed, moved or removed";
      this.#fail(new PageError({ code: "Defect", message, remedy: "Choose it again" }));
    }
  }

  #fail(error: unknown): void {
    this.#end.value = { error: pageErrorOf(error) };
    this[Symbol.dispose]();
    this.#setup.stop();
  }

  #finish(error: ErrorJson | null): void {
    removeEventListener("beforeunload", keepPage);
    if (error !== null) this.#end.value = { error };
    else this.#end.value = this.size === null ? { blob: this.#came.blob() } : { result: this.#result };
  }
}

/** Has the browser ask before it leaves the page: the file would stop with it. */
function keepPage(event: Event): void {
  event.preventDefault();
}
