/**
 * Where and how the REPL writes results.
 *
 * @module
 */
import { Output, UsageError } from "@fluxwire/command";
import type { QueryResultDto } from "@fluxwire/wire";
import type { Format } from "../render/formats.ts";
import { showRows } from "../render/show_rows.ts";

/** The settings that `\x`, `\format`, `\timing` and `\o` change. Disposing it closes the file of `\o`. */
export class Results implements Disposable {
  readonly #terminal: Output;
  #file: { file: Deno.FsFile; output: Output } | null = null;
  #format: Format = "table";
  #isTimed = true;

  /** @param terminal What gets results unless `\o` names a file. */
  constructor(terminal: Output) {
    this.#terminal = terminal;
  }

  /** What gets results now. */
  get output(): Output {
    return this.#file?.output ?? this.#terminal;
  }

  /** Shows rows and their number. */
  show(result: QueryResultDto, ms: number): void {
    showRows(this.output, result, { format: this.#format, ms: this.#isTimed ? ms : null });
  }

  /** Shows rows as blocks of lines or as a table; null for the other of them. What to report of it. */
  setVertical(isOn: boolean | null): string {
    return this.setFormat(isOn ?? this.#format !== "vertical" ? "vertical" : "table");
  }

  /** Chooses the format; what to report of it. */
  setFormat(format: Format): string {
    this.#format = format;
    return `Rows are written as ${format}.`;
  }

  /** Shows times or not; null for what they were not. What to report of it. */
  setTiming(isOn: boolean | null): string {
    this.#isTimed = isOn ?? !this.#isTimed;
    return `Times are ${this.#isTimed ? "shown" : "not shown"}.`;
  }

  /**
   * Writes results to a new or emptied file, or to the terminal again; what to report of it.
   *
   * @throws {UsageError} if the file cannot be written.
   */
  writeTo(path: string | null): string {
    const file = path === null ? null : opened(path);
    this[Symbol.dispose]();
    if (file === null) return "Results are shown here.";
    const sink = { writeSync: (bytes: Uint8Array) => file.writeSync(bytes), isTerminal: () => false };
    this.#file = { file, output: new Output(false, { stdout: sink, noColour: true }) };
    return `Results are written to ${path}.`;
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file?.file.close();
    this.#file = null;
  }
}

function opened(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { write: true, create: true, truncate: true });
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
