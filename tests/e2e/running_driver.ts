/**
 * A driver as its own process, for tests that start one.
 *
 * @module
 */
import { GuardedLaunch } from "@fluxwire/supervise/internal";
import { TextLineStream } from "./text_line_stream.ts";

/** How to start a driver. */
export interface StartOptions {
  /** The module to run. */
  module: string;
  /** The permissions; by default those that the driver documents. */
  permissions?: readonly string[];
  /** The socket's name; a fresh one by default. */
  socket?: string;
  /** Additional arguments. */
  args?: readonly string[];
  /** Additional environment variables. */
  env?: Readonly<Record<string, string>>;
  /** The kind of its standard input. */
  stdin?: "piped" | "null";
  /** A shell script that runs the driver, whose command is `$@`. */
  shell?: string;
}

/** The permissions that drivers of the SDK document. */
export const DRIVER_PERMISSIONS: readonly string[] = [
  "--allow-net",
  "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE",
];

/** A path of this repository. */
export function pathOf(path: string): string {
  return new URL(`../../${path}`, import.meta.url).pathname;
}

/** A fresh socket name. */
export function freshSocket(): string {
  return `fluxwire-test-${crypto.randomUUID()}`;
}

/** A started driver and its output so far. Disposing it kills it. */
export class RunningDriver implements AsyncDisposable {
  readonly socket: string;
  readonly lines: string[] = [];
  readonly #child: Deno.ChildProcess;
  /** It ends with this process, however that ends; tests control its own lifeline. */
  readonly #launch = new GuardedLaunch();
  readonly #ended: Promise<void>;
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  constructor(options: StartOptions) {
    this.socket = options.socket ?? freshSocket();
    const command = [
      "run",
      "--no-prompt",
      ...(options.permissions ?? DRIVER_PERMISSIONS),
      options.module,
      "--socket",
      this.socket,
    ];
    const deno = [Deno.execPath(), ...command, ...(options.args ?? [])];
    const [program, ...args] = options.shell === undefined ? deno : ["sh", "-c", options.shell, "sh", ...deno];
    this.#child = new Deno.Command(program!, {
      args,
      env: { NO_COLOR: "1", DBFLUX_DRIVER_IPC_TOKEN: "", FLUXWIRE_LIFELINE: "", ...this.#launch.env, ...options.env },
      stdin: options.stdin ?? "null",
      stdout: "null",
      stderr: "piped",
      detached: true,
    }).spawn();
    this.#launch.watch(this.#child.pid, null);
    this.#ended = this.#read();
  }

  /** The started process: the driver, or the shell around it. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The process's standard input. */
  get stdin(): WritableStream<Uint8Array> {
    return this.#child.stdin;
  }

  /** Resolves with the first matching line; rejects if the driver ends without it. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#isOver) throw new Error(`The driver ended without ${pattern}; its output:\n${this.lines.join("\n")}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
      this.#waiting.clear();
    }
  }

  /** Resolves when the process has ended and its standard error is closed. */
  async ended(): Promise<Deno.CommandStatus> {
    await this.#ended;
    return await this.#child.status;
  }

  /** Sends a signal to the process. */
  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      // Kills the whole group: a shell may have the driver as its child.
      Deno.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#child.status;
    await this.#ended;
    await this.#launch.release();
  }

  async #read(): Promise<void> {
    const lines = this.#child.stderr.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
    for await (const line of lines) {
      this.lines.push(line);
      for (const wake of this.#waiting) wake();
    }
    this.#isOver = true;
    for (const wake of this.#waiting) wake();
  }
}
