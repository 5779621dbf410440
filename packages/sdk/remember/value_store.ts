/**
 * Stores the last values of each connection in files: DBFlux loses those of external drivers when it restarts.
 *
 * @module
 */
import type { Log } from "../log.ts";
import { fromText, type KeptValues, toText } from "./kept_values.ts";

/** How many connections are remembered; those opened longest ago are removed first. */
export const MAX_PROFILES = 256;

/** The longest file, in bytes. Longer values are not remembered. */
export const MAX_FILE_BYTES: number = 64 * 1024;

/** The names of the store's own files: one per connection, and unfinished ones. */
const OWN_NAME = /^([0-9a-f]{32}\.json|\.[0-9a-f-]{36}\.tmp)$/;

/**
 * The values of one driver's connections. Each connection has its own file, which is replaced as a whole, so processes
 * can write at the same time without losing each other's values. Only the owner can read the folder and its files.
 */
export class ValueStore {
  readonly #driverId: string;
  readonly #folder: string;

  /**
   * @param driverId The driver; values of other drivers are not read.
   * @param folder The driver's own folder; created if it does not exist.
   */
  constructor(driverId: string, folder: string) {
    this.#driverId = driverId;
    this.#folder = folder;
  }

  /**
   * The remembered values of a connection, or null. An unreadable file is logged and treated as missing.
   *
   * @param profileId The connection's uuid.
   */
  async read(profileId: string, log: Log): Promise<KeptValues | null> {
    const path = this.#path(profileId);
    try {
      const { isFile, size } = await Deno.stat(path);
      if (!isFile || size > MAX_FILE_BYTES) {
        throw new RangeError(`it is longer than ${MAX_FILE_BYTES} bytes, or not a file`);
      }
      return fromText(this.#driverId, await Deno.readTextFile(path));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      log.warn("remembered values cannot be read", { path, error: (error as Error).message });
      return null;
    }
  }

  /**
   * Replaces a connection's remembered values. On failure, logs the error and removes the old values if possible: after
   * a restart they could open another database than the last one.
   */
  async write(profileId: string, kept: KeptValues, log: Log): Promise<void> {
    const path = this.#path(profileId), text = new TextEncoder().encode(toText(this.#driverId, kept));
    try {
      if (text.length > MAX_FILE_BYTES) throw new RangeError(`${text.length} bytes exceed ${MAX_FILE_BYTES}`);
      await this.#makeFolder();
      await this.#replace(path, text);
    } catch (error) {
      log.warn("values cannot be remembered", { path, error: (error as Error).message });
      await Deno.remove(path).catch(() => {});
      return;
    }
    await this.#removeOldest().catch((error) => {
      log.warn("old values cannot be removed", { folder: this.#folder, error: (error as Error).message });
    });
  }

  #path(profileId: string): string {
    return `${this.#folder}/${profileId.toLowerCase().replaceAll("-", "")}.json`;
  }

  async #makeFolder(): Promise<void> {
    await Deno.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (Deno.build.os !== "windows") await Deno.chmod(this.#folder, 0o700);
  }

  async #replace(path: string, text: Uint8Array): Promise<void> {
    const temporary = `${this.#folder}/.${crypto.randomUUID()}.tmp`;
    try {
      await Deno.writeFile(temporary, text, { createNew: true, mode: 0o600 });
      await Deno.rename(temporary, path);
    } catch (error) {
      await Deno.remove(temporary).catch(() => {});
      throw error;
    }
  }

  async #removeOldest(): Promise<void> {
    const names = (await Array.fromAsync(Deno.readDir(this.#folder))).map(({ name }) => name);
    const own = names.filter((name) => OWN_NAME.test(name)).map((name) => `${this.#folder}/${name}`);
    if (own.length <= MAX_PROFILES) return;
    const times = await Promise.all(own.map(async (path) => ({ path, time: await changedAt(path) })));
    const oldest = times.sort((a, b) => a.time - b.time).slice(0, own.length - MAX_PROFILES);
    await Promise.all(oldest.map(({ path }) => Deno.remove(path).catch(ignoreMissing)));
  }
}

/** When a file was written, in milliseconds since 1970; 0 if another process has removed it. */
async function changedAt(path: string): Promise<number> {
  return (await Deno.stat(path).catch(ignoreMissing))?.mtime?.getTime() ?? 0;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
