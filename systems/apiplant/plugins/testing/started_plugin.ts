/** Plugins that tests start and kill, with a folder for what they keep. */
import { fileURLToPath } from "node:url";
import type { Caller } from "../../remote/caller.ts";
import type { DriverRole } from "../../remote/driver_info.ts";
import type { Encoding } from "../../remote/encoding.ts";
import { PINGS } from "../../remote/ping.ts";
import { programAt } from "../program.ts";
import { RunningPlugin } from "../running_plugin.ts";
import { PluginFolder } from "./plugin_folder.ts";

const PYTHON = fileURLToPath(new URL("../../driver/python", import.meta.url));

/** The drivers that this package ships, with the encodings that they have. */
export const SHIPPED: Readonly<Record<"reference" | "python", readonly Encoding[]>> = {
  reference: ["json", "protobuf"],
  python: ["json"],
};

/** The name of a driver that this package ships. */
export type Shipped = keyof typeof SHIPPED;

/** A driver that runs, and keeps what it has in a folder of its own. */
export class StartedPlugin implements AsyncDisposable {
  readonly #folder: PluginFolder;
  readonly #plugin: RunningPlugin;
  readonly #ready: Ready;

  private constructor(folder: PluginFolder, plugin: RunningPlugin, ready: Ready) {
    this.#folder = folder;
    this.#plugin = plugin;
    this.#ready = ready;
  }

  /** Starts it with nothing kept. */
  static async start(name: Shipped, role: DriverRole): Promise<StartedPlugin> {
    const folder = new PluginFolder(), ready = new Ready();
    if (name === "reference") await folder.reference();
    const plugin = await RunningPlugin.start({
      name,
      program: await programAt(name === "python" ? PYTHON : `${folder.path}/reference`),
      settings: { path: `${folder.path}/kept` },
      memoryBytes: null,
      ping: PINGS[role],
      pauses: { firstMs: 1, factor: 1, jitter: 0, maxMs: 1 },
      onLine: (_level, text) => ready.take(text),
    });
    return new StartedPlugin(folder, plugin, ready);
  }

  /** A new client. */
  caller(encoding: Encoding): Caller {
    return this.#plugin.caller(encoding, 30_000);
  }

  /** Ends its process as a crash does. Resolves when another one is ready. */
  async kill(): Promise<void> {
    const again = this.#ready.next();
    Deno.kill(this.#plugin.pid!, "SIGKILL");
    await again;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#plugin[Symbol.asyncDispose]();
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** Waits for the lines that say that a process is ready. */
class Ready {
  #next = Promise.withResolvers<void>();

  take(line: string): void {
    if (!line.startsWith("Ready as process")) return;
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }

  /** Resolves with the next one. */
  next(): Promise<void> {
    return this.#next.promise;
  }
}
