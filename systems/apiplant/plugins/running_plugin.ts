/** A plugin that runs: started, watched, started again when it ends, stopped. */
import {
  type BackoffOptions,
  DEFAULT_LIVENESS,
  DEFAULT_RESTART,
  LogStore,
  type Process,
  type ServiceInstance,
  type Sign,
  start,
  SupervisedService,
} from "@fluxwire/supervise";
import { Gate, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Settings } from "../config/config.ts";
import { Caller } from "../remote/caller.ts";
import type { Encoding } from "../remote/encoding.ts";
import { targetOf } from "../remote/target.ts";
import { StorageError } from "../storage/roles.ts";
import type { PluginProgram } from "./program.ts";
import { RunFolder } from "./run_folder.ts";

/** How long a plugin may take until it prints its line, in milliseconds. */
export const READY_MS = 30_000;

/** The line that a plugin prints when it answers calls. */
const READY_LINE = "ready";

/** The pauses before a plugin that ended is started again: it is never given up. */
const PAUSES = { ...DEFAULT_RESTART.backoff, maxMs: 5_000 };

/** How many of its lines are kept. */
const MAX_LINES = 200;

const TOKEN_BYTES = 32;

/** What a plugin is started with. */
export interface PluginOptions {
  /** Its name. */
  readonly name: string;
  readonly program: PluginProgram;
  readonly settings: Settings;
  /** The most memory that it may use, in bytes; `null` for any. */
  readonly memoryBytes: number | null;
  /** Any call that shows that it answers. Rejects with a `StorageError`. */
  readonly ping: (caller: Caller, signal: AbortSignal) => Promise<unknown>;
  /** Gets each line that it prints, and each change of its state. */
  readonly onLine: (level: "info" | "warn", text: string) => void;
  /** The pauses before it is started again. */
  readonly pauses?: BackoffOptions;
}

/** A plugin's process, whichever it is now. */
export class RunningPlugin implements AsyncDisposable {
  readonly #options: PluginOptions;
  readonly #folder: RunFolder;
  readonly #token: string = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
  readonly #log: LogStore;
  readonly #service: SupervisedService<ServiceInstance>;
  readonly #pinger: Caller;
  #failure: string | null = null;
  readonly #passing: Promise<void>;

  private constructor(options: PluginOptions, folder: RunFolder) {
    const { name: id, memoryBytes, pauses = PAUSES } = options;
    this.#options = options;
    this.#folder = folder;
    this.#log = new LogStore({ service: id, maxLines: MAX_LINES });
    this.#log.addSecret(this.#token);
    this.#pinger = this.caller("json", DEFAULT_LIVENESS.timeoutMs);
    this.#service = new SupervisedService({
      id,
      enabled: true,
      limits: memoryBytes === null ? {} : { memoryBytes },
      log: this.#log,
      restart: { ...DEFAULT_RESTART, maxFailures: Infinity, backoff: pauses },
      liveness: DEFAULT_LIVENESS,
      gate: new Gate(1),
      clock: SYSTEM_CLOCK,
      random: Math.random,
      onEvent: ({ cause }) => this.#failure = cause ?? this.#failure,
      start: (signal) => this.#start(signal),
    });
    this.#passing = this.#passLines();
  }

  /**
   * Starts it, and resolves when it answers.
   *
   * @throws {StorageError} `unavailable`, with the reason, if its first start fails.
   */
  static async start(options: PluginOptions): Promise<RunningPlugin> {
    const plugin = new RunningPlugin(options, await RunFolder.make());
    try {
      await plugin.#service.start();
      if (plugin.#service.instance !== null) return plugin;
      throw new StorageError("unavailable", `The plugin ${options.name} does not start: ${plugin.#failure}`);
    } catch (error) {
      await plugin[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The id of its process; `null` while it does not run. */
  get pid(): number | null {
    return this.#service.instance?.process?.pid ?? null;
  }

  /** What calls it, also after it was started again. */
  caller(encoding: Encoding, timeoutMs: number, release?: () => Promise<void>): Caller {
    const target = { ...targetOf(`unix:${this.#folder.socket}`)!, name: `the plugin ${this.#options.name}` };
    return new Caller({ target, encoding, token: this.#token, timeoutMs, release });
  }

  /** Stops it. Resolves when nothing of it is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service.stop();
    await this.#pinger[Symbol.asyncDispose]();
    await this.#log.close();
    await this.#passing;
    await this.#folder[Symbol.asyncDispose]();
  }

  async #start(signal: AbortSignal): Promise<ServiceInstance> {
    const { name, program: { command, folder: cwd }, settings, memoryBytes } = this.#options;
    await this.#folder.prepare(settings);
    try {
      const from = (this.#log.lines(1)[0]?.seq ?? -1) + 1;
      const process = await start({
        ...{ command, cwd, name, signal, log: this.#log, startupTimeoutMs: READY_MS },
        limits: memoryBytes === null ? {} : { memoryBytes },
        env: { APIPLANT_TOKEN: this.#token },
        plainEnv: { APIPLANT_SOCKET: this.#folder.socket, APIPLANT_CONFIG_FILE: this.#folder.config },
        ownFile: this.#folder.socket,
        ready: (_process, signal) => this.#readyLine(from, signal),
      });
      return this.#instance(process);
    } finally {
      await this.#folder.forget();
    }
  }

  #instance(process: Process): ServiceInstance {
    return {
      process,
      ended: process.ended,
      check: async (signal): Promise<Sign> => {
        try {
          await this.#options.ping(this.#pinger, signal);
          return "answered";
        } catch (error) {
          return error instanceof StorageError && error.code !== "unavailable" ? "answered" : "silent";
        }
      },
      stop: async () => void await process.stop(),
    };
  }

  async #readyLine(from: number, signal: AbortSignal): Promise<void> {
    for await (const { stream, text } of this.#log.follow({ from, signal })) {
      if (stream === "stdout" && text === READY_LINE) return;
    }
    signal.throwIfAborted();
    throw new StorageError("unavailable", `The plugin ${this.#options.name} is stopped`);
  }

  async #passLines(): Promise<void> {
    for await (const { stream, text, level } of this.#log.follow({ from: 0 })) {
      if (stream === "stdout" && text === READY_LINE) continue;
      const isBad = level === "warn" || level === "error";
      this.#options.onLine(isBad ? "warn" : "info", text.replace(/^(DEBUG|INFO|WARN|ERROR) /, ""));
    }
  }
}
