/**
 * A recording, as the console shows it: its lines, as they stand in the file.
 *
 * @module
 */
import { type ConsoleSource, LineRing, type Operation } from "@fluxwire/console";
import { MAX_RECORDING_CHARACTERS } from "@fluxwire/console/api";
import { inputLines } from "../command/input.ts";

const utf8 = new TextDecoder();

/** The source of a file. */
export class RecordingSource implements ConsoleSource {
  readonly id: string;
  readonly kind = "recordings";
  readonly title: string;
  readonly panels = ["wire"] as const;
  readonly operations: Readonly<Record<string, Operation>> = {};
  readonly #lines = new LineRing(MAX_RECORDING_CHARACTERS);

  /** @param title The file's name, without its folders. */
  constructor(id: string, title: string) {
    this.id = id;
    this.title = title;
  }

  /** Reads the file to its end. @throws {UsageError} If it cannot be read. */
  async read(path: string, signal: AbortSignal): Promise<void> {
    for await (const lines of inputLines(path, signal)) for (const line of lines) this.#lines.push(utf8.decode(line));
    this.#lines.finish();
  }

  /** Its lines are the stream `wire`. */
  stream(name: string): LineRing | null {
    return name === "wire" ? this.#lines : null;
  }

  /** Has nothing to end. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
