/** The folder of a plugin that runs: its socket, and its settings until it has read them. */
import { join } from "node:path";
import type { Settings } from "../config/config.ts";

/** A folder that only this user may enter. */
export class RunFolder implements AsyncDisposable {
  readonly #path: string;
  /** The path of the socket that the plugin makes. */
  readonly socket: string;
  /** The path of the file with its settings. */
  readonly config: string;

  private constructor(path: string) {
    this.#path = path;
    this.socket = join(path, "s");
    this.config = join(path, "config.json");
  }

  /** Makes it. */
  static async make(): Promise<RunFolder> {
    return new RunFolder(await Deno.makeTempDir({ prefix: "apiplant-" }));
  }

  /** Writes the settings, and removes the socket that an earlier run left. */
  async prepare(settings: Settings): Promise<void> {
    await removed(this.socket);
    await removed(this.config);
    await Deno.writeTextFile(this.config, JSON.stringify(settings), { createNew: true, mode: 0o600 });
  }

  /** Removes the settings: the plugin has read them, and some may be secrets. */
  async forget(): Promise<void> {
    await removed(this.config);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#path, { recursive: true });
  }
}

async function removed(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
