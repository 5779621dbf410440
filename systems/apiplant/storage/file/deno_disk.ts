/** The disk of this machine. */
import { dirname } from "node:path";
import type { Disk, DiskFile } from "./disk.ts";

/** Up to this size a write is faster than the way to another thread, since it ends in the system's memory. */
const SMALL = 256 * 1024;

class OpenFile implements DiskFile {
  /** Where the next write lands; `null` when a read may have moved it. A log is only added to: it needs no seek then. */
  #position: number | null = null;

  constructor(readonly file: Deno.FsFile) {}

  async size(): Promise<number> {
    return (await this.file.stat()).size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.#position = null;
    await this.file.seek(offset, Deno.SeekMode.Start);
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const count = await this.file.read(bytes.subarray(filled));
      if (count === null) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  write(offset: number, bytes: Uint8Array): void | Promise<void> {
    if (bytes.length > SMALL) return this.#writeLarge(offset, bytes);
    if (this.#position !== offset) this.file.seekSync(offset, Deno.SeekMode.Start);
    this.#position = null;
    for (let written = 0; written < bytes.length;) written += this.file.writeSync(bytes.subarray(written));
    this.#position = offset + bytes.length;
  }

  async #writeLarge(offset: number, bytes: Uint8Array): Promise<void> {
    this.#position = null;
    await this.file.seek(offset, Deno.SeekMode.Start);
    for (let written = 0; written < bytes.length;) written += await this.file.write(bytes.subarray(written));
  }

  truncate(length: number): Promise<void> {
    return this.file.truncate(length);
  }

  sync(): Promise<void> {
    return this.file.syncData();
  }

  close(): void {
    this.file.close();
  }
}

/** The files that Deno reaches. */
export const DENO_DISK: Disk = {
  async makeFolder(path) {
    try {
      await Deno.mkdir(path, { mode: 0o700 });
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) return;
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      await DENO_DISK.makeFolder(dirname(path));
      await Deno.mkdir(path, { mode: 0o700 });
    }
    // Without it a loss of power could take the folder with all that was synced in it.
    await DENO_DISK.syncFolder(dirname(path));
  },
  async list(folder) {
    return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
  },
  async openRead(path) {
    try {
      return new OpenFile(await Deno.open(path, { read: true }));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  },
  async openWrite(path) {
    return new OpenFile(await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 }));
  },
  rename: (from, to) => Deno.rename(from, to),
  remove: (path) => Deno.remove(path),
  async syncFolder(path) {
    // Windows opens no folders; names are durable there once the file is.
    if (Deno.build.os === "windows") return;
    using folder = await Deno.open(path, { read: true });
    await folder.sync();
  },
  async lock(path) {
    const file = await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
    if (await file.tryLock(true)) return { [Symbol.dispose]: () => release(file) };
    file.close();
    return null;
  },
};

/** A process that another thread is starting has the file open until it runs its program: closing alone would keep the lock. */
function release(file: Deno.FsFile): void {
  file.unlockSync();
  file.close();
}
