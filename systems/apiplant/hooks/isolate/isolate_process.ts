/** The process of an isolate: Deno without any permission. */
import { statusInWords } from "@fluxwire/supervise/program";
import { TIMED_OUT, within } from "@fluxwire/transport";
import { escapeControls } from "@fluxwire/transport/internal";
import type { JsonObject } from "../../json/json.ts";
import { GuardedChild } from "../guarded_child.ts";
import { encodeFrame, FrameReader } from "./frame.ts";
import { type IsolateMessage, readMessage } from "./message.ts";
import { rootAddress } from "./root_module.ts";

/** How much of its stderr is passed on, in bytes. */
const MAX_STDERR_BYTES: number = 64 << 10;
/** The pause after each further chunk of stderr, in milliseconds: dropping a flood must not take this thread's time. */
const FLOOD_PAUSE_MS = 10;
/** How long a process that has closed its output may take to end, in milliseconds. */
const END_MS = 1_000;
/**
 * The part of the heap for new objects, three times 4 MiB. By default it grows to 96 MiB in a busy process, which would
 * then be ended for memory that its hook does not hold.
 */
const YOUNG_SPACE = "--max-semi-space-size=4";
/** A folder that no process can make, so that nothing stays of an isolate: `localStorage` and caches need one. */
const NO_FOLDER = Deno.build.os === "windows" ? "NUL:\\none" : "/dev/null/none";

/** What a process is started with. */
export interface IsolateProcessOptions {
  /** The Deno that runs it. */
  readonly deno: string;
  /** The limit of V8's heap, in bytes. */
  readonly memoryBytes: number;
  /** Whether its root module removes globals. */
  readonly hasRemovals: boolean;
  /** Gets each message. What it throws ends the process. */
  readonly onMessage: (message: IsolateMessage) => void;
  /** Gets what it prints, without control characters, a line at a time; after 64 KiB, nothing more. */
  readonly onPrint: (line: string) => void;
  /** Called once, with the reason in words, when it sends no more: it has ended, or sent what is no message. */
  readonly onEnd: (reason: string) => void;
}

/** A process that runs, and the frames to and from it. */
export class IsolateProcess {
  readonly #child: GuardedChild;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #options: IsolateProcessOptions;
  #isHeapFull = false;
  readonly #errors: Promise<void>;
  readonly #ended: Promise<void>;

  /** Starts it. */
  constructor(options: IsolateProcessOptions) {
    this.#options = options;
    this.#child = new GuardedChild({
      command: options.deno,
      args: isolateArguments(options),
      env: { DENO_DIR: NO_FOLDER },
      cwd: Deno.build.os === "windows" ? "C:\\" : "/",
    });
    this.#writer = this.#child.stdin.getWriter();
    this.#errors = this.#readStderr();
    this.#ended = this.#readMessages();
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Resolves when the process has ended. */
  get exited(): Promise<Deno.CommandStatus> {
    return this.#child.exited;
  }

  /** Sends a message. One to a process that has ended is dropped. */
  send(message: JsonObject): void {
    this.#writer.write(encodeFrame(message)).catch(() => {});
  }

  /** Ends it by SIGKILL. Resolves when nothing of it is left. */
  async kill(): Promise<void> {
    await this.#child.kill();
    await this.#writer.close().catch(() => {});
    await Promise.all([this.#ended, this.#errors]);
  }

  async #readMessages(): Promise<void> {
    let reason: string | null = null;
    try {
      const frames = new FrameReader();
      for await (const chunk of this.#child.stdout) {
        for (const body of frames.push(chunk)) this.#options.onMessage(readMessage(body));
      }
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    this.#options.onEnd(reason ?? await this.#ownEnd());
  }

  /** Why it has ended by itself: what the engine printed last stands in front. */
  async #ownEnd(): Promise<string> {
    const status = await within(this.#child.exited.then(async (status) => (await this.#errors, status)), END_MS);
    if (status === TIMED_OUT) return "it closed its output";
    if (this.#isHeapFull) return "its heap was full";
    return `it ended with ${statusInWords(status)}`;
  }

  async #readStderr(): Promise<void> {
    const utf8 = new TextDecoder();
    let length = 0, unfinished = "";
    for await (const chunk of this.#child.stderr) {
      const text = utf8.decode(chunk.subarray(0, Math.max(0, MAX_STDERR_BYTES - length)), { stream: true });
      length += chunk.length;
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop()!;
      lines.forEach((line) => this.#print(line));
      if (length > MAX_STDERR_BYTES) await new Promise((resolve) => setTimeout(resolve, FLOOD_PAUSE_MS));
    }
    this.#print(unfinished);
  }

  #print(line: string): void {
    // The engine says so before it gives up.
    this.#isHeapFull ||= /out of memory/i.test(line);
    if (line !== "") this.#options.onPrint(escapeControls(line));
  }
}

/** The arguments of Deno: no permission, no file, no network, no registry. */
function isolateArguments(
  { memoryBytes, hasRemovals }: Pick<IsolateProcessOptions, "memoryBytes" | "hasRemovals">,
): string[] {
  return [
    "run",
    "--no-prompt",
    // Without this, the hosts of Deno's own registries are allowed; `--no-remote` stops them, too.
    "--deny-import",
    "--no-config",
    "--no-lock",
    "--no-remote",
    "--no-npm",
    "--cached-only",
    "--no-check",
    `--v8-flags=--max-old-space-size=${Math.max(1, Math.round(memoryBytes / 2 ** 20))},${YOUNG_SPACE}`,
    rootAddress(hasRemovals),
  ];
}
