/**
 * A console as a program, and requests as its page sends them.
 *
 * @module
 */
import { strictEqual } from "node:assert/strict";
import { TextLineStream } from "../../../../tests/e2e/text_line_stream.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** `fluxwire console --json` with its lines. Disposing it ends it as Ctrl+C does. */
export class RunningConsole implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream()).getReader();
    this.#stdin = child.stdin.getWriter();
  }

  /** Starts one with further arguments. */
  static start(...args: string[]): RunningConsole {
    return RunningConsole.startIn({}, ...args);
  }

  /** As {@link start}, with further environment variables. */
  static startIn(env: Readonly<Record<string, string>>, ...args: string[]): RunningConsole {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", MAIN, "console", "--json", ...args],
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    return new RunningConsole(child);
  }

  /** The next line. */
  async next(): Promise<string> {
    return (await this.#lines.read()).value!;
  }

  /** Presses Enter. */
  enter(): Promise<void> {
    return this.#stdin.write(Uint8Array.of(10));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGINT");
    await this.#stdin.close();
    strictEqual((await this.#child.status).code, 130);
    await this.#lines.cancel();
  }
}

/** What asks a console as its page does, by the line with its address. */
export async function pageOf(line: string): Promise<(path: string, body?: unknown) => Promise<Response>> {
  const [address, ticket] = (JSON.parse(line) as { address: string }).address.split("#");
  const headers = { origin: address!.slice(0, -1), "content-type": "application/json" };
  const entry = await fetch(`${address}api/ticket`, { method: "POST", headers, body: JSON.stringify({ ticket }) });
  const authorization = `Bearer ${(await entry.json()).token}`;
  return (path, body) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    return fetch(`${address}api/${path}`, { ...init, headers: { ...headers, authorization } });
  };
}
