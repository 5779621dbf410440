/**
 * What a command writes: the result on stdout, and a failure where its reader looks.
 *
 * @module
 */
import { HostError } from "@fluxwire/supervise";
import { CommandError } from "./command_error.ts";
import { UsageError } from "./flags.ts";

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

  /** Writes text as it is. A reader that has left ends nothing. */
  write(text: string): void {
    try {
      writeAll(Deno.stdout, text);
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
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
