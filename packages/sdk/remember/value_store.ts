/**
 * The last values of each connection, in files: DBFlux loses those of external drivers when it restarts.
 *
 * @module
 */
import type { Log } from "../log.ts";
import { fromText, type KeptValues, toText } from "./kept_values.ts";

/** How many connections are remembered; the values of those that were opened longest ago go first. */
export const MAX_PROFILES = 256;

/** How long a file may be. Longer values are not remembered. */
export const MAX_FILE_BYTES: number = 64 * 1024;

/** A file of ours: a connection's, or one that is not finished. */
const OWN_NAME = /^([0-9a-f]{32}\.json|\.[0-9a-f-]{36}\.tmp)$/;

/**
 * The values of one driver's connections. Each connection has a file of its own, which is replaced as a whole: processes
 * that write at once lose nothing of each other's. Folder and files are for their owner alone.
 */
export class ValueStore {
  readonly #driverId: string;
  readonly #folder: string;

  /**
   * @param driverId Whose values: those of other drivers are not read.
   * @param folder The driver's own folder; made where it does not exist.
   */
  constructor(driverId: string, folder: string) {
    this.#driverId = driverId;
    this.#folder = folder;
  }

  /**
   * What is remembered of a connection; null where that is nothing. A file that cannot be read is logged and counts as
   * nothing.
   *
   * @param profileId The connection's uuid.
   */
  async read(profileId: string, log: Log): Promise<KeptValues | null> {
    const path = this.#path(profileId);
    try {
      const { isFile, size } = await Deno.stat(path);
      if (!isFile || size > MAX_FILE_BYTES) {
        throw new RangeError(`it is longer than ${MAX_FILE_BYTES} bytes, or no file`);
      }
      return fromText(this.#driverId, await Deno.readTextFile(path));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      log.warn("remembered values cannot be read", { path, error: (error as Error).message });
      return null;
    }
  }

  /**
   * Remembers a connection's values in place of those before. What keeps it from that is logged; those before are then
   * forgotten if possible: after a restart they would open another database than the last one.
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

/** When a file was written, in milliseconds since 1970; 0 for one that another process has removed. */
async function changedAt(path: string): Promise<number> {
  return (await Deno.stat(path).catch(ignoreMissing))?.mtime?.getTime() ?? 0;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
