/** The plugins of a folder: what they are, and those that run. */
import type { Settings } from "../config/config.ts";
import type { DriverInfo } from "../generated/apiplant/storage/v1/driver_pb.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { Json } from "../json/json.ts";
import { findPlugins } from "./find.ts";
import { PluginError } from "./plugin_error.ts";
import { type PluginProgram, programAt } from "./program.ts";
import type { PluginOptions, RunningPlugin } from "./running_plugin.ts";

/** A plugin that can be used. */
export interface Plugin {
  readonly info: DriverInfo;
  readonly program: PluginProgram;
}

/** What plugins are looked for with. */
export interface PluginsOptions {
  readonly folder: string;
  /** The names of kinds that no plugin may have. */
  readonly taken: readonly string[];
  /** Gets each line of a plugin, and each warning. */
  readonly report: (level: "info" | "warn", text: string, plugin: string) => void;
}

/** How a plugin is run. */
export type RunOptions = Pick<PluginOptions, "settings" | "memoryBytes" | "ping">;

/** The plugins of a server. Equal settings share a process. */
export class Plugins implements AsyncDisposable {
  readonly #plugins: ReadonlyMap<string, Plugin>;
  readonly #report: PluginsOptions["report"];
  readonly #running = new Map<string, { plugin: Promise<RunningPlugin>; users: number }>();

  private constructor(plugins: ReadonlyMap<string, Plugin>, report: PluginsOptions["report"]) {
    this.#plugins = plugins;
    this.#report = report;
  }

  /** Finds the programs of a folder, and asks each what it is. One that cannot be used is skipped, with a warning. */
  static async find({ folder, taken, report }: PluginsOptions): Promise<Plugins> {
    const paths = await findPlugins(folder);
    const asked = await Promise.all(paths.map(async (path) => [path, await pluginAt(path)] as const));
    const plugins = new Map<string, Plugin>();
    for (const [path, found] of asked) {
      const skip = (reason: string) => report("warn", `Plugin skipped: ${reason}`, path);
      if (found instanceof PluginError) skip(found.message);
      else if (taken.includes(found.info.name)) skip(`a kind of this server is named ${found.info.name} already`);
      else if (plugins.has(found.info.name)) skip(`another one is named ${found.info.name} already`);
      else plugins.set(found.info.name, found);
    }
    return new Plugins(plugins, report);
  }

  /** A plugin by name, or `null`. */
  get(name: string): Plugin | null {
    return this.#plugins.get(name) ?? null;
  }

  /** The names of those that can be used as something. */
  names(role: string): readonly string[] {
    return [...this.#plugins.values()].filter(({ info }) => info.roles.includes(role)).map(({ info }) => info.name);
  }

  /**
   * The process of a plugin with these settings, which is started if none has them. Each user releases it once; the last one
   * stops it.
   *
   * @throws {StorageError} `unavailable` if it does not start.
   */
  async run(name: string, options: RunOptions): Promise<{ plugin: RunningPlugin; release: () => Promise<void> }> {
    const { program } = this.#plugins.get(name)!;
    const key = `${name} ${options.memoryBytes} ${ordered(options.settings)}`;
    let shared = this.#running.get(key);
    if (shared === undefined) {
      const onLine: PluginOptions["onLine"] = (level, text) => this.#report(level, text, name);
      shared = { plugin: started({ ...options, name, program, onLine }), users: 0 };
      this.#running.set(key, shared);
      shared.plugin.catch(() => this.#running.delete(key));
    }
    const { plugin } = shared;
    shared.users++;
    return { plugin: await plugin, release: () => this.#release(key) };
  }

  /** Stops those that still run. */
  async [Symbol.asyncDispose](): Promise<void> {
    const running = [...this.#running.values()];
    this.#running.clear();
    for (const { plugin } of running) await (await plugin)[Symbol.asyncDispose]();
  }

  async #release(key: string): Promise<void> {
    const shared = this.#running.get(key);
    if (shared === undefined || --shared.users > 0) return;
    this.#running.delete(key);
    await (await shared.plugin)[Symbol.asyncDispose]();
  }
}

/** Starts one. What does so is loaded for servers that have plugins alone. */
async function started(options: PluginOptions): Promise<RunningPlugin> {
  const { RunningPlugin } = await import("./running_plugin.ts");
  return await RunningPlugin.start(options);
}

async function pluginAt(path: string): Promise<Plugin | PluginError> {
  try {
    if (/\.(so|dll|dylib)$/.test(path)) {
      throw new PluginError("a library would run inside of the server, which its faults would end: make it a program");
    }
    const program = await programAt(path);
    const { askInfo } = await import("./ask_info.ts");
    return { program, info: await askInfo(program) };
  } catch (error) {
    if (error instanceof PluginError) return error;
    throw error;
  }
}

/** Settings as text, the same for the same ones in another order. */
function ordered(settings: Settings): string {
  return stringifyExact(sorted(settings as Json));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, sorted(v)]));
}
