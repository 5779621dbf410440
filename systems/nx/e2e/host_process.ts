/**
 * A driver host as a program, in a folder of its own.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { within } from "@fluxwire/transport";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
/** The drivers and the instances of the demo. */
export const DEMO: string = fileURLToPath(new URL("../demo", import.meta.url));
/** How long anything may take on a busy machine, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * The instances of the demo, with changes to members of each. A start may take as long as anything: one that is given up and
 * tried again is none of a test's business.
 */
export function demoInstances(
  changes: Record<string, Record<string, unknown> & { readonly fluxwire?: Record<string, unknown> }> = {},
): Record<string, unknown>[] {
  const { instances } = JSON.parse(Deno.readTextFileSync(`${DEMO}/instances.demo.json`));
  return instances.map((one: { instance_id: string }) => {
    const { fluxwire, ...changed } = changes[one.instance_id] ?? {};
    return { ...one, ...changed, fluxwire: { start_timeout_ms: PATIENCE_MS, ...fluxwire } };
  });
}

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a host says of its instances. */
export interface Status {
  readonly services: readonly {
    readonly id: string;
    readonly pid: number | null;
    readonly state: string;
    readonly restarts: number;
    readonly session: boolean;
    readonly health: { readonly status: string; readonly details: Record<string, string> };
    readonly hub: { readonly sessionSince: string | null; readonly routed: number } | null;
  }[];
}

/**
 * Whether every instance takes commands. A driver that has lived for a while is ready without its session, and a hub with its
 * session may not have registered yet.
 */
export function isUp({ services }: Status): boolean {
  return services.every(({ state, session, hub }) => state === "ready" && session && hub?.sessionSince !== null);
}

/** A folder with instances and drivers, and hosts that run them. */
export class HostPlace implements AsyncDisposable {
  readonly #hosts: Deno.ChildProcess[] = [];
  /** Everything is in it. */
  readonly folder: string = Deno.makeTempDirSync({ prefix: "nx-e2e-" });
  /** Where drivers connect. */
  readonly socket: string = `${this.folder}/host.sock`;

  /** Writes an instances file with these entries. */
  instances(entries: readonly Record<string, unknown>[]): void {
    Deno.writeTextFileSync(`${this.folder}/instances.json`, JSON.stringify({ instances: entries }, null, 2));
  }

  /** Writes a driver in sh. */
  driver(name: string, script: string): void {
    Deno.mkdirSync(`${this.folder}/drivers`, { recursive: true });
    Deno.writeTextFileSync(`${this.folder}/drivers/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** The flags of a host in this folder. */
  get flags(): string[] {
    return [
      "-instances",
      "instances.json",
      "-internal_grpc_sock",
      this.socket,
      "-control",
      this.control,
      "-no_log_files",
    ];
  }

  /** Where commands reach the host. */
  get control(): string {
    return `${this.folder}/control/nx.sock`;
  }

  /** Starts a host. */
  start(flags: readonly string[] = this.flags, env: Record<string, string> = {}): RunningHost {
    const child = this.#command(flags, env).spawn();
    this.#hosts.push(child);
    return new RunningHost(child, child.stderr, child.stdout);
  }

  /** Asks the host of this folder for what goes on until one of them ends; its lines are those of its output. */
  follow(...args: string[]): RunningHost {
    const child = this.#command([...args, "-control", this.control], {}).spawn();
    this.#hosts.push(child);
    return new RunningHost(child, child.stdout, child.stderr);
  }

  /** Runs a command to its end. */
  async run(args: readonly string[]): Promise<Outcome> {
    const { code, stdout, stderr } = await this.#command(args, {}).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  }

  /** Asks the host of this folder. */
  async ask(...args: string[]): Promise<Outcome> {
    return await this.run([...args, "-control", this.control]);
  }

  /** Asks the host of this folder, and gives the document that it answers. */
  async json(...args: string[]): Promise<{ code: number; value: unknown }> {
    const { code, stdout } = await this.ask(...args, "-json");
    return { code, value: JSON.parse(stdout) };
  }

  /** Waits until the status of the host of this folder is as wanted. */
  async until(isWanted: (status: Status) => boolean): Promise<Status> {
    let last = "no answer";
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline;) {
      const { code, value } = await this.json("status");
      if (code === 0 && isWanted(value as Status)) return value as Status;
      last = JSON.stringify(value);
    }
    throw new Error(`The status does not become as wanted: ${last}`);
  }

  /** Ends every host with what it has started. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const host of this.#hosts) {
      try {
        host.kill("SIGTERM");
      } catch {
        // It has ended.
      }
      await host.status;
    }
    Deno.removeSync(this.folder, { recursive: true });
  }

  #command(args: readonly string[], env: Record<string, string>): Deno.Command {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "-A", MAIN, ...args],
      cwd: this.folder,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  }
}

/** A host that runs, or a command that follows one. */
export class RunningHost {
  readonly #child: Deno.ChildProcess;
  readonly #waiting = new Set<() => void>();
  /** The lines of its log or output so far. */
  readonly lines: string[] = [];

  constructor(child: Deno.ChildProcess, said: ReadableStream<Uint8Array<ArrayBuffer>>, unheard: ReadableStream) {
    this.#child = child;
    unheard.cancel();
    this.#read(said);
  }

  /** Its process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Resolves with the first line that has a text. */
  async line(text: string): Promise<string> {
    const found = () => this.lines.find((line) => line.includes(text));
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = () => {
      const line = found();
      if (line !== undefined) resolve(line);
    };
    const timer = setTimeout(() => reject(new Error(`No line has ${text}:\n${this.lines.join("\n")}`)), PATIENCE_MS);
    this.#waiting.add(look);
    look();
    return await promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(look);
    });
  }

  /** Sends it a signal, and resolves with its exit code. */
  async end(signal: Deno.Signal): Promise<number> {
    this.#child.kill(signal);
    return await this.exit();
  }

  /** Its exit code, once it has ended. */
  async exit(): Promise<number> {
    return (await within(this.#child.status, AbortSignal.timeout(PATIENCE_MS))).code;
  }

  async #read(said: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    let rest = "";
    for await (const text of said.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      this.lines.push(...lines);
      for (const look of [...this.#waiting]) look();
    }
  }
}

/** The processes of a launch, by a text in their environment or arguments. */
export function processesWith(text: string): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    if (!Number.isInteger(pid) || pid === Deno.pid) return false;
    return ["cmdline", "environ"].some((file) => {
      try {
        return Deno.readTextFileSync(`/proc/${pid}/${file}`).includes(text);
      } catch {
        return false;
      }
    });
  });
}

/** Resolves when no process has a text any more; rejects after the time. */
export async function untilGone(text: string, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (processesWith(text).length > 0) {
    if (performance.now() > deadline) throw new Error(`Processes are left: ${processesWith(text)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
