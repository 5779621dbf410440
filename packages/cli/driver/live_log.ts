/**
 * What a driver writes, line by line as it comes.
 *
 * @module
 */
import type { OutputSink } from "@fluxwire/supervise/program";
import { Secrets } from "@fluxwire/transport/secrets";

/** A longer line is split. */
const MAX_LINE_CHARACTERS = 4_096;

/** Gives each line to a function, secrets masked. */
export class LiveLog implements OutputSink {
  readonly #secrets: Secrets = new Secrets();
  readonly #onLine: (stream: "stdout" | "stderr", line: string) => void;
  readonly #streams: Record<"stdout" | "stderr", { decoder: TextDecoder; text: string }> = {
    stdout: { decoder: new TextDecoder(), text: "" },
    stderr: { decoder: new TextDecoder(), text: "" },
  };

  /** @param onLine Gets the lines. */
  constructor(onLine: (stream: "stdout" | "stderr", line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes what the driver has written. */
  append(stream: "stdout" | "stderr", bytes: Uint8Array): Promise<void> {
    const open = this.#streams[stream];
    const lines = (open.text + open.decoder.decode(bytes, { stream: true })).split("\n");
    open.text = lines.pop()!;
    for (const line of lines) this.#line(stream, line);
    if (open.text.length > MAX_LINE_CHARACTERS) this.#flush(stream);
    return Promise.resolve();
  }

  /** Shows a last line without an end. */
  end(stream: "stdout" | "stderr"): Promise<void> {
    this.#flush(stream);
    return Promise.resolve();
  }

  /** Steps of the host, which the command shows itself. */
  note(): void {}

  /** Masks a text from now on. */
  addSecret(secret: string): void {
    this.#secrets.add([secret]);
  }

  /** Secrets stay masked. */
  deleteSecret(): void {}

  #flush(stream: "stdout" | "stderr"): void {
    const { text } = this.#streams[stream];
    this.#streams[stream].text = "";
    if (text !== "") this.#line(stream, text);
  }

  #line(stream: "stdout" | "stderr", line: string): void {
    this.#onLine(stream, this.#secrets.mask(line.replace(/\r$/, "")));
  }
}
