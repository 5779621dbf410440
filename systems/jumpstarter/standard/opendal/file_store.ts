/**
 * Files below one folder, by paths that clients name.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { DeviceError } from "../../device/device_error.ts";

/** What a path is. A path of a folder ends in `/`. */
export interface FileFacts {
  /** In bytes; 0 for a folder. */
  readonly size: number;
  /** Whether it is a file. */
  readonly isFile: boolean;
}

/** The hashes that clients ask for. */
export type HashAlgorithm = "md5" | "sha256";

/** Files below one folder. Paths that lead out of it are refused; links within it are followed. */
export class FileStore {
  readonly #root: string;

  /** @param root The folder's path. */
  constructor(root: string) {
    this.#root = posix.resolve(root);
  }

  /**
   * The place of a path in the file system.
   *
   * @throws {DeviceError} `InvalidArgument` if it leads out of the folder.
   */
  fileOf(path: string): string {
    const file = posix.join(this.#root, path.replace(/^\/+/, "")).replace(/(?<=.)\/+$/, "");
    if (file === this.#root || file.startsWith(this.#root === "/" ? "/" : `${this.#root}/`)) return file;
    throw new DeviceError("InvalidArgument", `the path ${JSON.stringify(path)} leads out of the storage`);
  }

  /**
   * What a path is.
   *
   * @throws {DeviceError} `Failed` if there is nothing, or a file where the path names a folder.
   */
  async stat(path: string): Promise<FileFacts> {
    const { isFile, size } = await Deno.stat(this.fileOf(path)).catch((error) => {
      throw missing(path, error);
    });
    if (isFile && namesFolder(path)) throw new DeviceError("Failed", `${path} is a file, and names a folder`);
    return { size: isFile ? size : 0, isFile };
  }

  /** Whether there is something at a path. */
  async exists(path: string): Promise<boolean> {
    const file = this.fileOf(path);
    try {
      return !(await Deno.stat(file)).isFile || !namesFolder(path);
    } catch {
      return false;
    }
  }

  /**
   * Opens a file to read it, or to write it anew. Folders above it are made.
   *
   * @throws {DeviceError} `Failed` if there is no file to read, or the path names a folder.
   */
  async open(path: string, mode: "rb" | "wb"): Promise<Deno.FsFile> {
    const file = this.fileOf(path);
    if (namesFolder(path)) throw new DeviceError("Failed", `${path} names a folder: give the path of a file`);
    if (mode === "rb") {
      if (!(await this.stat(path)).isFile) throw new DeviceError("Failed", `${path} is a folder`);
      return await Deno.open(file);
    }
    await Deno.mkdir(posix.dirname(file), { recursive: true });
    return await Deno.open(file, { write: true, create: true, truncate: true });
  }

  /** The hash of a file, in hexadecimal digits. */
  async hash(path: string, algorithm: HashAlgorithm): Promise<string> {
    using file = await this.open(path, "rb");
    const hash = createHash(algorithm), buffer = new Uint8Array(65_536);
    for (;;) {
      const count = await file.read(buffer);
      if (count === null) return hash.digest("hex");
      hash.update(buffer.subarray(0, count));
    }
  }

  /** Copies a file. */
  async copy(source: string, target: string): Promise<void> {
    await this.stat(source);
    await Deno.mkdir(posix.dirname(this.fileOf(target)), { recursive: true });
    await Deno.copyFile(this.fileOf(source), this.fileOf(target));
  }

  /** Gives a file another path. */
  async rename(source: string, target: string): Promise<void> {
    await this.stat(source);
    await Deno.mkdir(posix.dirname(this.fileOf(target)), { recursive: true });
    await Deno.rename(this.fileOf(source), this.fileOf(target));
  }

  /** Makes a folder, and those above it. */
  async createFolder(path: string): Promise<void> {
    if (!namesFolder(path)) throw new DeviceError("Failed", `the path of a folder ends in "/": ${path}/`);
    await Deno.mkdir(this.fileOf(path), { recursive: true });
  }

  /** Removes a file or an empty folder, or a folder with all in it; nothing at the path is no error. */
  async remove(path: string, { recursive }: { readonly recursive: boolean }): Promise<void> {
    const file = this.fileOf(path);
    if (file === this.#root) throw new DeviceError("InvalidArgument", "the root of the storage cannot be removed");
    try {
      await Deno.remove(file, { recursive });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /**
   * What stands at and below a path: a folder itself, then its entries. A path without `/` at its end names all entries
   * of its folder that begin with its last part.
   */
  async *list(path: string, { isDeep }: { readonly isDeep: boolean }): AsyncGenerator<string> {
    const clean = path.replace(/^\/+/, "");
    if (clean === "" || namesFolder(clean)) {
      if (!(await this.exists(clean))) return;
      yield clean === "" ? "/" : clean;
      return yield* this.#entries(clean, "", isDeep);
    }
    const cut = clean.lastIndexOf("/") + 1;
    yield* this.#entries(clean.slice(0, cut), clean.slice(cut), isDeep);
  }

  async *#entries(folder: string, prefix: string, isDeep: boolean): AsyncGenerator<string> {
    let entries: Deno.DirEntry[];
    try {
      entries = await Array.fromAsync(Deno.readDir(this.fileOf(folder)));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    for (const { name, isDirectory } of entries.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
      if (!name.startsWith(prefix)) continue;
      yield `${folder}${name}${isDirectory ? "/" : ""}`;
      if (isDirectory && isDeep) yield* this.#entries(`${folder}${name}/`, "", isDeep);
    }
  }
}

/** Whether a path is one of a folder. */
function namesFolder(path: string): boolean {
  return path.endsWith("/");
}

function missing(path: string, cause: unknown): unknown {
  if (!(cause instanceof Deno.errors.NotFound)) return cause;
  return new DeviceError("Failed", `there is nothing at ${JSON.stringify(path)}`, { cause });
}
