/**
 * A driver as a process of its own, for tests that start one.
 *
 * @module
 */
import { GuardedLaunch } from "@fluxwire/supervise/internal";
import { TextLineStream } from "./text_line_stream.ts";

/** How to start a driver. */
export interface StartOptions {
  /** The module to run. */
  module: string;
  /** The permissions; what the driver documents, unless a test takes some away. */
  permissions?: readonly string[];
  /** The socket's name; a fresh one where it is not given. */
  socket?: string;
  /** More arguments. */
  args?: readonly string[];
  /** More of the environment. */
  env?: Readonly<Record<string, string>>;
  /** What standard input is. */
  stdin?: "piped" | "null";
  /** A command that runs the driver: `$@` of a shell script. */
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

/** A started driver and what it has said so far. Disposing it kills it. */
export class RunningDriver implements AsyncDisposable {
  readonly socket: string;
  readonly lines: string[] = [];
  readonly #child: Deno.ChildProcess;
  /** It ends with this process, whatever ends that; its own lifeline is for the tests to decide. */
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

  /** The process started: the driver, or the shell around it. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The process's standard input. */
  get stdin(): WritableStream<Uint8Array> {
    return this.#child.stdin;
  }

  /** Resolves with the first line that matches; rejects when the driver has ended without it. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#isOver) throw new Error(`The driver ended without ${pattern}; it said:\n${this.lines.join("\n")}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
      this.#waiting.clear();
    }
  }

  /** Resolves when the process has ended and nobody holds its standard error any more. */
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
      // The whole group: a shell may have the driver as its child.
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
