/** Error records as lines of JSON on stdout. */
import { MemoryErrorStorage } from "../memory/error_storage.ts";
import type { ErrorRecord } from "../roles.ts";

/** Writes each record as a line; the last ones can be listed. */
export class StdoutErrorStorage extends MemoryErrorStorage {
  readonly #write: (line: string) => void;

  /** `write` gets each line with its end. */
  constructor(write: (line: string) => void = (line) => void Deno.stdout.writeSync(new TextEncoder().encode(line))) {
    super();
    this.#write = write;
  }

  override log(record: ErrorRecord): void {
    super.log(record);
    this.#write(`${JSON.stringify(record)}\n`);
  }
}
