/**
 * A host as its own process, with the command line and the permissions that users have.
 *
 * @module
 */
import { equal } from "node:assert/strict";
import type { Service } from "@fluxwire/host";
import { Events } from "./host_events.ts";
import { pathOf } from "./running_driver.ts";
import type { ProbeRun } from "./run_probe.ts";
import { TextLineStream } from "./text_line_stream.ts";

/** The arguments of `deno` in `deno task host`. */
export const HOST_COMMAND: readonly string[] = [
  "run",
  "--no-prompt",
  "--allow-net",
  "--allow-run",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  pathOf("packages/cli/main.ts"),
  "host",
];

/** How long a command may take before it counts as hung, in milliseconds. */
const HANG_MS = 120_000;

/** A line of a host's output with `--json`. */
// deno-lint-ignore no-explicit-any
export type HostLine = Record<string, any> & { event: string };

/** A folder of its own for a configuration, a control socket and logs. Disposing it removes it. */
export class HostFolder implements AsyncDisposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly control: string = `${this.path}/run/host.sock`;
  readonly config: string = `${this.path}/config.json`;
  readonly logs: string = `${this.path}/state/fluxwire/logs`;
  readonly #hosts: RunningHost[] = [];

  constructor(services: readonly Service[]) {
    const declared = services.map(({ socketId, enabled, command, args, restart }) => {
      return { socket_id: socketId, enabled, command, args, fluxwire: { restart } };
    });
    Deno.writeTextFileSync(this.config, JSON.stringify({ services: declared }));
  }

  /** Starts a host with its configuration. */
  run(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): RunningHost {
    const all = ["--config", this.config, "--control", this.control, ...args];
    const host = new RunningHost(all, this.path, { env });
    this.#hosts.push(host);
    return host;
  }

  /** Runs a command for its host. */
  ask(...args: readonly string[]): Promise<ProbeRun> {
    return hostCommand([...args, "--control", this.control], this.path);
  }

  /** As {@link ask}, with `--json`: one document on stdout, nothing on stderr. */
  // deno-lint-ignore no-explicit-any
  async askJson(...args: readonly string[]): Promise<{ code: number; json: any }> {
    const { code, stdout, stderr } = await this.ask(...args, "--json");
    equal(stderr, "");
    equal(stdout.trimEnd().split("\n").length, 1, stdout);
    return { code, json: JSON.parse(stdout) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const host of this.#hosts) await host[Symbol.asyncDispose]();
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Runs a command of `deno task host` to its end, optionally without one of its permissions. */
export async function hostCommand(
  args: readonly string[],
  folder: string,
  { without }: { without?: string } = {},
): Promise<ProbeRun> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...HOST_COMMAND.filter((argument) => argument !== without), ...args],
    env: environment(folder),
    stdin: "null",
    signal: AbortSignal.timeout(HANG_MS),
  });
  const { code, stdout, stderr } = await command.output();
  return { code, bytes: stdout, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

function environment(folder: string): Record<string, string> {
  return {
    XDG_CONFIG_HOME: `${folder}/config`,
    XDG_DATA_HOME: `${folder}/data`,
    XDG_STATE_HOME: `${folder}/state`,
    XDG_RUNTIME_DIR: `${folder}/runtime`,
    DBFLUX_DRIVER_IPC_TOKEN: "",
  };
}

/** A running command of `deno task host`, and its output so far. Disposing it kills it. */
export class RunningHost implements AsyncDisposable {
  readonly lines: Events<HostLine> = new Events();
  readonly #child: Deno.ChildProcess;
  readonly #read: Promise<void>;

  constructor(
    args: readonly string[],
    folder: string,
    { verb = "run", env = {} }: { verb?: string; env?: Readonly<Record<string, string>> } = {},
  ) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...HOST_COMMAND, verb, "--json", ...args],
      env: { ...environment(folder), ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#read = this.#readLines();
  }

  /** Its process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Its end. */
  get status(): Promise<Deno.CommandStatus> {
    return this.#child.status;
  }

  /** Resolves with the first line of an event, optionally of one service. */
  event(event: string, service?: string): Promise<HostLine> {
    return this.lines.until((line) => line.event === event && (service === undefined || line["service"] === service));
  }

  /** Sends a signal. */
  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#child.status;
    await this.#read;
  }

  async #readLines(): Promise<void> {
    const lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
    for await (const line of lines) this.lines.add(JSON.parse(line));
    this.lines.end(new Error(`The host has ended; its output: ${JSON.stringify(this.lines.all)}`));
  }
}
