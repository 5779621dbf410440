/**
 * A program on a terminal, for tests that press keys; the terminal is that of `script`, from util-linux.
 *
 * @module
 */

/** How long a text may take before the program counts as hung, in milliseconds: it may start others on a busy machine. */
const HANG_MS = 120_000;

/** Control sequences between terminals and programs: colours, and the cursor's position. */
// deno-lint-ignore no-control-regex
const CONTROLS = /\x1b\[[0-9;?]*[A-Za-z]/g;

/** A program on an interactive terminal. Disposing it kills it. */
export class Terminal implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reading: Promise<void>;
  #text = "";
  #seen = 0;
  #isOver = false;
  #wake: () => void = () => {};

  /** @param command The words of the command, without quotes. */
  constructor(command: readonly string[], env: Readonly<Record<string, string>>) {
    this.#child = new Deno.Command("script", {
      args: ["-qec", command.map((word) => `'${word}'`).join(" "), "/dev/null"],
      env: { TERM: "xterm", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#reading = this.#read();
  }

  /** Presses keys. */
  async press(keys: string): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(keys));
  }

  /** Resolves when the terminal shows this after the previously awaited text; rejects if the program ends before. */
  async shows(text: string): Promise<void> {
    for (;;) {
      const at = this.#text.indexOf(text, this.#seen);
      if (at >= 0) return void (this.#seen = at + text.length);
      if (this.#isOver) throw new Error(`The program has ended without ${JSON.stringify(text)}:\n${this.#text}`);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const guard = setTimeout(
        () => reject(new Error(`No ${JSON.stringify(text)} within ${HANG_MS} ms:\n${this.#text}`)),
        HANG_MS,
      );
      await promise.finally(() => clearTimeout(guard));
    }
  }

  /** What it has shown, without control sequences. */
  get text(): string {
    return this.#text;
  }

  /** The exit code, once it has ended. */
  async ended(): Promise<number> {
    await this.#reading;
    return (await this.#child.status).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#writer.close().catch(() => {});
    await this.ended();
  }

  async #read(): Promise<void> {
    for await (const part of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      this.#text += part.replaceAll(CONTROLS, "").replaceAll("\r", "");
      this.#wake();
    }
    this.#isOver = true;
    this.#wake();
  }
}
