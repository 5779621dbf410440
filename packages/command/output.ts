/**
 * Where results and failures go: the result alone on stdout, a failure of human output on stderr.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";
import type { Failure, WrittenLines } from "./failure.ts";
import { oneLine } from "./one_line.ts";
import { UsageError } from "./usage_error.ts";

/** The reader of the output has left: the command ends silently. */
export class OutputClosed extends Error {
  /** The class's name. */
  override readonly name = "OutputClosed";
}

/** Colours that a terminal gets. */
export type Colour = "green" | "yellow" | "red" | "dim";

const COLOUR_CODES: Readonly<Record<Colour, number>> = { green: 32, yellow: 33, red: 31, dim: 2 };

/** An output, which may be a terminal. */
export interface Sink {
  /** Writes some of the bytes, and returns how many. */
  writeSync(bytes: Uint8Array): number;
  /**
   * As `writeSync`, without blocking the program while its reader is slow.
   *
   * @default {writeSync}
   */
  write?(bytes: Uint8Array): Promise<number>;
  /** Whether it is a terminal. */
  isTerminal(): boolean;
  /**
   * The width of the terminal, in columns.
   *
   * @default {that of this process's terminal}
   */
  columns?(): number;
}

/** The width of a terminal that does not say it. */
const UNKNOWN_WIDTH = 80;

/** What lines are made of. */
const WITHIN_LINES = /[^\n\t]+/g;
/** The same between the colours. */
// deno-lint-ignore no-control-regex
const UNPAINTED = /(?:(?!\x1b\[(?:32|33|31|2|0)m)[^\n\t])+/g;

const utf8 = new TextEncoder();

/** The two outputs of a command. */
export class Output {
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  /** Whether the result is one JSON document. */
  readonly isJson: boolean;
  readonly #hasColour: boolean;
  /** Whether a line of progress stands on the terminal. */
  #hasProgress = false;

  /**
   * Writes to this process's outputs, or others.
   *
   * @param isJson Whether `--json` was given.
   */
  constructor(
    isJson: boolean,
    { stdout = Deno.stdout, stderr = Deno.stderr, noColour = Deno.noColor }: {
      stdout?: Sink;
      stderr?: Sink;
      noColour?: boolean;
    } = {},
  ) {
    this.isJson = isJson;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#hasColour = !noColour && stdout.isTerminal();
  }

  /** The width of the terminal that gets the result, in columns; null for a file or a pipe. */
  get columns(): number | null {
    if (!this.#stdout.isTerminal()) return null;
    return this.#stdout.columns?.() ?? terminalWidth();
  }

  /**
   * Writes a part of the result.
   *
   * @throws {OutputClosed} if the reader has left.
   * @throws {UsageError} if it cannot be written, for example because the disk is full.
   */
  write(part: string | Uint8Array): void {
    if (this.#stdout.isTerminal()) this.#removeProgress();
    writeAll(this.#stdout, typeof part === "string" ? utf8.encode(part) : part);
  }

  /** Writes a line of the result, or several: no text but {@link paint}'s own steers the terminal. */
  line(text: string): void {
    this.write(`${text.replace(this.#hasColour ? UNPAINTED : WITHIN_LINES, escapeControls)}\n`);
  }

  /** Takes bytes of the result, as fast as they are read. Closing it leaves stdout open. Errors as of {@link write}. */
  bytes(): WritableStream<Uint8Array> {
    const sink = this.#stdout;
    return new WritableStream({
      async write(bytes) {
        try {
          for (let at = 0; at < bytes.length;) {
            const rest = bytes.subarray(at);
            at += sink.write === undefined ? sink.writeSync(rest) : await sink.write(rest);
          }
        } catch (error) {
          throw unwritable(error);
        }
      },
    });
  }

  /** Writes the one JSON document of the result. */
  json(document: unknown): void {
    this.line(JSON.stringify(document));
  }

  /**
   * Writes a failure: as a document on stdout, or as a line on stderr, more if the message has more. On a terminal the last
   * lines of the program's output follow.
   */
  failure(failure: Failure): void {
    if (this.isJson) return this.json({ error: failure });
    const { code, message, hint, output } = failure;
    const lines = output !== undefined && this.#stderr.isTerminal() ? outputLines(output) : [];
    const text = [...messageLines(`error[${code}]: `, message, hint), ...lines].join("\n");
    this.writeError(`${text}\n`);
  }

  /** Writes text or bytes to stderr as they are, for example what a program wrote there. Errors as of {@link write}. */
  writeError(part: string | Uint8Array): void {
    this.#removeProgress();
    writeAll(this.#stderr, typeof part === "string" ? utf8.encode(part) : part);
  }

  /** Writes a warning about a result that is still given, to stderr. */
  warn(text: string): void {
    this.writeError(`warning: ${oneLine(text)}\n`);
  }

  /** Writes a note for people to stderr, beside the result. */
  aside(lines: readonly string[]): void {
    if (!this.isJson) this.writeError(lines.map((line) => `${oneLine(line)}\n`).join(""));
  }

  /**
   * Shows progress in a line that the next one, or any other text, replaces, on a terminal only. An empty text
   * removes the line.
   */
  progress(text: string): void {
    if (this.isJson || !this.#stderr.isTerminal()) return;
    writeAll(this.#stderr, utf8.encode(`\r\x1b[2K${oneLine(text)}`));
    this.#hasProgress = text !== "";
  }

  #removeProgress(): void {
    if (this.#hasProgress) this.progress("");
  }

  /** A text in a colour, if stdout is a terminal and NO_COLOR is not set. */
  paint(text: string, colour: Colour): string {
    return this.#hasColour ? `\x1b[${COLOUR_CODES[colour]}m${text}\x1b[0m` : text;
  }
}

/**
 * A message and its hint. Several lines stay, indented: a caret stays below what it points to, and none reads as another
 * error.
 */
function messageLines(head: string, message: string, hint: string): string[] {
  const lines = message.trimEnd().split(/\r?\n/).map(escapeControls);
  if (lines.length === 1) return [`${head}${lines[0]} (${oneLine(hint)})`];
  const [first, second] = lines;
  // The head would shift a first line away from its caret.
  const shown = /^\s*\^/.test(second!) ? [head.trimEnd(), ...lines.map(indented)] : [
    head + first,
    ...lines.slice(1).map(indented),
  ];
  return [...shown, indented(`(${oneLine(hint)})`)];
}

function indented(line: string): string {
  return `  ${line}`.trimEnd();
}

function terminalWidth(): number {
  try {
    // A terminal without a size says 0.
    return Deno.consoleSize().columns || UNKNOWN_WIDTH;
  } catch {
    return UNKNOWN_WIDTH;
  }
}

/** A program's output, each line with the name of its stream. */
function outputLines({ stdout, stderr }: WrittenLines): string[] {
  return [
    ...stdout.map((line) => `  stdout | ${oneLine(line)}`),
    ...stderr.map((line) => `  stderr | ${oneLine(line)}`),
  ];
}

function writeAll(sink: Sink, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length;) at += sink.writeSync(bytes.subarray(at));
  } catch (error) {
    throw unwritable(error);
  }
}

function unwritable(error: unknown): Error {
  if (error instanceof Deno.errors.BrokenPipe) return new OutputClosed("Cannot write output: its reader has left");
  return new UsageError(`Cannot write output: ${error instanceof Error ? error.message : error}`, { cause: error });
}
