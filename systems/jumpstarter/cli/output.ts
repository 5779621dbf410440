/**
 * What a command writes: the result on stdout, and a failure where its reader looks.
 *
 * @module
 */
import { HostError } from "@fluxwire/supervise";
import { CommandError } from "./command_error.ts";
import { UsageError } from "./flags.ts";

/** The reader of the output has left: the command ends silently. */
export class OutputClosed extends Error {
  /** The class's name. */
  override readonly name = "OutputClosed";
}

const utf8 = new TextEncoder();

/** The output of a command. */
export class Output {
  /** Whether it writes documents instead of text. */
  readonly isJson: boolean;

  /** @param isJson Whether `--json` stands in the command line. */
  constructor(isJson: boolean) {
    this.isJson = isJson;
  }

  /** Writes a line of text. */
  line(text: string): void {
    this.write(`${text}\n`);
  }

  /** Writes a document on one line. */
  json(value: unknown): void {
    this.write(`${JSON.stringify(value)}\n`);
  }

  /**
   * Writes text as it is.
   *
   * @throws {OutputClosed} If the reader has left.
   */
  write(text: string): void {
    try {
      writeAll(Deno.stdout, text);
    } catch (error) {
      throw closedOr(error);
    }
  }

  /** Takes bytes; closing it leaves stdout open. It fails with {@link OutputClosed} if the reader has left. */
  bytes(): WritableStream<Uint8Array> {
    return new WritableStream({
      async write(bytes) {
        try {
          for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
        } catch (error) {
          throw closedOr(error);
        }
      },
    });
  }

  /** Writes text to stderr as it is. */
  writeError(text: string): void {
    writeAll(Deno.stderr, text);
  }

  /** Writes a failure: with `--json` a document on stdout, else a line on stderr. */
  failure(error: unknown): void {
    const { code, message } = failureOf(error);
    if (this.isJson) this.json({ error: { code, message, hint: null } });
    else writeAll(Deno.stderr, `${message}\n`);
  }
}

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof UsageError) return { code: "Usage", message: error.message };
  if (error instanceof CommandError || error instanceof HostError) return { code: error.code, message: error.message };
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "Defect";
  return { code, message: error instanceof Error ? error.message : String(error) };
}

function writeAll(sink: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = utf8.encode(text);
  for (let at = 0; at < bytes.length;) at += sink.writeSync(bytes.subarray(at));
}

function closedOr(error: unknown): unknown {
  return error instanceof Deno.errors.BrokenPipe ? new OutputClosed("the reader has left", { cause: error }) : error;
}
