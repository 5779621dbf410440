/**
 * Runs the script of a hook.
 *
 * @module
 */
import { type Clock, onAbort, SYSTEM_CLOCK } from "@fluxwire/transport";
import { type OutputSink, Process } from "@fluxwire/supervise";
import type { HookConfig } from "../config/exporter_config.ts";
import type { LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import { inTerminal } from "./in_terminal.ts";
import type { ExporterLog } from "./log.ts";

/** What a hook runs with. */
export interface HookSetup {
  /** Gets each line that the script writes. */
  readonly log: ExporterLog;
  /** The source of these lines. */
  readonly source: LogSource;
  /** The exporter's socket, with devices that the script may use. */
  readonly socket: string;
  /** What the script is run for. */
  readonly lease: HookLease;
  /** Ends the script. */
  readonly signal: AbortSignal;
  /** Measures the script's time. */
  readonly clock?: Clock;
}

/** The lease that a hook is run for, as its script reads it from `LEASE_NAME` and `CLIENT_NAME`. */
export interface HookLease {
  /** Its name. */
  readonly name: string;
  /** The client that has it; empty if that is not known. */
  readonly client: string;
}

/** What stands for a lease without a controller. */
export const STANDALONE: HookLease = { name: "standalone", client: "" };

/**
 * Runs a script until it ends or its time is up; what it has started is stopped too.
 *
 * @returns Null if it ended well, else what failed.
 */
export async function runHook(
  hook: HookConfig,
  { log, source, socket, lease, signal, clock = SYSTEM_CLOCK }: HookSetup,
): Promise<string | null> {
  const { PS1: _, ...environment } = Deno.env.toObject();
  let process: Process;
  try {
    const env = {
      ...environment,
      JUMPSTARTER_HOST: socket,
      JMP_DRIVERS_ALLOW: "UNSAFE",
      LEASE_NAME: lease.name,
      CLIENT_NAME: lease.client,
      TERM: "dumb",
      DEBIAN_FRONTEND: "noninteractive",
      GIT_TERMINAL_PROMPT: "0",
    };
    process = await Process.spawn({
      ...inTerminal({ ...commandOf(hook), env }),
      cwd: null,
      sink: new LinesToLog((line) => log.add("INFO", line, source)),
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  await using _process = process;
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = clock.setTimeout(() => resolve(null), hook.timeout * 1_000);
  using _listening = onAbort(signal, () => resolve(null));
  const status = await Promise.race([process.exited, late]);
  clock.clearTimeout(timer);
  if (status === null) return signal.aborted ? "Hook was stopped" : `Hook timed out after ${hook.timeout} seconds`;
  return status.success ? null : `Hook failed with exit code ${status.code}`;
}

/** A script of one line that is a file runs as one. */
function commandOf({ script, exec }: HookConfig): { command: string; args: string[] } {
  const line = script.trim();
  if (exec === undefined && !line.includes("\n") && isFile(line)) {
    return line.endsWith(".py") ? { command: "python3", args: [line] } : { command: "/bin/sh", args: [line] };
  }
  return { command: exec ?? "/bin/sh", args: ["-c", script] };
}

function isFile(path: string): boolean {
  try {
    return path !== "" && Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Longer lines are cut. */
const MAX_LINE = 16_384;

/** Makes a record of each line that is not empty. */
class LinesToLog implements OutputSink {
  readonly #parts = { stdout: new LineDecoder(), stderr: new LineDecoder() };
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  append(stream: "stdout" | "stderr", bytes: Uint8Array): Promise<void> {
    for (const line of this.#parts[stream].lines(bytes)) this.#write(line);
    return Promise.resolve();
  }

  end(stream: "stdout" | "stderr"): Promise<void> {
    for (const line of this.#parts[stream].rest()) this.#write(line);
    return Promise.resolve();
  }
}

class LineDecoder {
  readonly #decoder = new TextDecoder();
  #rest = "";

  lines(bytes: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    this.#rest = lines.pop()!.slice(0, MAX_LINE);
    return lines.filter((line) => line.trim() !== "");
  }

  rest(): string[] {
    const line = this.#rest + this.#decoder.decode();
    this.#rest = "";
    return line.trim() === "" ? [] : [line];
  }
}
