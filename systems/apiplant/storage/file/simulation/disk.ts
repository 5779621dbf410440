/**
 * A disk in memory that loses power: what was not synced is kept, lost or torn page by page, syncs fail, bits flip.
 *
 * All chance comes from one seed, so that a run can be made again.
 */
import type { Disk, DiskFile } from "../disk.ts";
import type { SeededRandom } from "../../../simulation/random.ts";

/** The size of a page, in bytes: small, so that a short log has many. */
const PAGE = 64;

/** A file: what programs see, and what is on the disk. */
class Node {
  seen: Uint8Array<ArrayBuffer> = new Uint8Array();
  kept: Uint8Array<ArrayBuffer> = new Uint8Array();
  /** The pages that differ from the disk as far as the system knows. */
  readonly dirty = new Set<number>();
  /** Up to where bytes are known to be on the disk: a successful sync says so. */
  synced = 0;
}

type Change = { readonly path: string; readonly node: Node | null };

/** The error of every operation after the power is gone. */
export class PowerLost extends Error {}

/** Files that outlive a loss of power as far as they were synced. */
export class SimulatedDisk implements Disk {
  readonly #random: SeededRandom;
  /** What programs see. */
  #names = new Map<string, Node>();
  /** What is on the disk, and the changes of names that are not there yet, in order. */
  #keptNames = new Map<string, Node>();
  #unsynced: Change[] = [];
  readonly #locks = new Set<string>();
  #program = { runs: true };
  /** The chance that a sync fails. */
  failing = 0;
  /** Which calls say that they are done, and do nothing: a planted defect, to prove that it is found. */
  lying: "syncs of files" | "syncs of folders" | "cuts of files" | null = null;
  /** Called by each operation that finds the power gone. */
  onOut: () => void = () => {};
  /** After how many operations the power goes; `Infinity` for never. */
  powerFor: number = Infinity;

  /** Starts empty. */
  constructor(random: SeededRandom) {
    this.#random = random;
  }

  makeFolder(): Promise<void> {
    return this.#operate(() => {});
  }

  list(folder: string): Promise<string[]> {
    return this.#operate(() => {
      const names = [...this.#names.keys()].filter((path) => path.startsWith(`${folder}/`));
      return names.map((path) => path.slice(folder.length + 1)).filter((name) => !name.includes("/")).sort();
    });
  }

  openRead(path: string): Promise<DiskFile | null> {
    return this.#operate(() => {
      const node = this.#names.get(path);
      return node === undefined ? null : this.#open(node);
    });
  }

  openWrite(path: string): Promise<DiskFile> {
    return this.#operate(() => {
      let node = this.#names.get(path);
      if (node === undefined) this.#change({ path, node: node = new Node() });
      return this.#open(node);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#operate(() => {
      const node = this.#names.get(from)!;
      // The names change together or not at all, as in a file system with a journal.
      this.#change({ path: to, node });
      this.#names.delete(from);
      this.#unsynced.push({ path: from, node: null });
    });
  }

  remove(path: string): Promise<void> {
    return this.#operate(() => this.#change({ path, node: null }));
  }

  syncFolder(): Promise<void> {
    return this.#operate(() => {
      if (this.#random.chance(this.failing)) throw new Error("EIO: the folder was not synced");
      if (this.lying !== "syncs of folders") this.#keepNames(this.#unsynced.length);
    });
  }

  lock(path: string): Promise<Disposable | null> {
    return this.#operate(() => {
      if (this.#locks.has(path)) return null;
      this.#locks.add(path);
      return { [Symbol.dispose]: () => this.#locks.delete(path) };
    });
  }

  /** The disk as a program sees it: all its operations fail once the power was lost or the program killed. */
  program(): Disk {
    const program = this.#program;
    const run = async <T>(operation: () => T): Promise<Awaited<T>> => {
      if (!program.runs) throw new PowerLost("The program has ended");
      return await operation();
    };
    const guarded = (file: DiskFile): DiskFile => ({
      size: () => run(() => file.size()),
      read: (offset, length) => run(() => file.read(offset, length)),
      write: (offset, bytes) => run(() => file.write(offset, bytes)),
      truncate: (length) => run(() => file.truncate(length)),
      sync: () => run(() => file.sync()),
      close: () => {},
    });
    return {
      makeFolder: () => run(() => this.makeFolder()),
      list: (folder) => run(() => this.list(folder)),
      openRead: async (path) => {
        const file = await run(() => this.openRead(path));
        return file === null ? null : guarded(file);
      },
      openWrite: async (path) => {
        return guarded(await run(() => this.openWrite(path)));
      },
      rename: (from, to) => run(() => this.rename(from, to)),
      remove: (path) => run(() => this.remove(path)),
      syncFolder: () => run(() => this.syncFolder()),
      lock: (path) => run(() => this.lock(path)),
    };
  }

  /** Takes the power away and gives it back: what was not synced is there by chance. */
  losePower(): void {
    this.#keepNames(this.#random.below(this.#unsynced.length + 1));
    this.#unsynced = [];
    this.killPrograms();
    for (const node of new Set(this.#keptNames.values())) this.#tear(node);
    this.#names = new Map(this.#keptNames);
  }

  /** Ends the programs: the system goes on, and has all that was written. */
  killPrograms(): void {
    this.#program.runs = false;
    this.#program = { runs: true };
    this.#locks.clear();
    this.powerFor = Infinity;
  }

  /** Flips a bit of a file that was synced, and returns the byte's offset; `null` if nothing of it was. */
  flipBit(path: string): number | null {
    const node = this.#names.get(path);
    if (node === undefined || node.synced === 0) return null;
    const offset = this.#random.below(node.synced), bit = 1 << this.#random.below(8);
    node.kept[offset]! ^= bit;
    node.seen[offset]! ^= bit;
    return offset;
  }

  /** The bytes of every file, by its path, as programs see them. */
  contents(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
    return new Map([...this.#names].map(([path, { seen }]) => [path, seen.slice()]));
  }

  /** Whether the power is gone, and has not been given back. */
  get isOut(): boolean {
    return this.powerFor < 0;
  }

  /** How many bytes of a file are known to be synced. */
  syncedBytes(path: string): number {
    return this.#names.get(path)?.synced ?? 0;
  }

  // deno-lint-ignore require-await
  async #operate<T>(operation: () => T): Promise<T> {
    if (--this.powerFor < 0) {
      this.onOut();
      throw new PowerLost("The power is gone");
    }
    return operation();
  }

  #change(change: Change): void {
    if (change.node === null) this.#names.delete(change.path);
    else this.#names.set(change.path, change.node);
    this.#unsynced.push(change);
  }

  #keepNames(count: number): void {
    // A rename is two changes; half of it is never kept.
    while (count < this.#unsynced.length && this.#unsynced[count]!.node === null && count > 0) count++;
    for (const { path, node } of this.#unsynced.splice(0, count)) {
      if (node === null) this.#keptNames.delete(path);
      else this.#keptNames.set(path, node);
    }
  }

  /** Leaves of a file what a loss of power leaves: of each dirty page the old bytes, the new ones, both, or zeros. */
  #tear(node: Node): void {
    const least = Math.min(node.synced, node.seen.length);
    const length = node.seen.length <= least ? this.#random.pick([node.seen.length, node.kept.length]) : least +
      this.#random.below(node.seen.length - least + 1);
    const bytes = new Uint8Array(Math.max(length, 0));
    bytes.set(node.kept.subarray(0, length));
    for (const page of node.dirty) {
      const start = page * PAGE, seen = node.seen.subarray(start, Math.min(start + PAGE, length));
      const whole = this.#random.below(4);
      if (start >= length || whole === 0) continue;
      if (whole === 1) bytes.set(seen, start);
      else if (whole === 2) bytes.set(seen.subarray(0, this.#random.below(seen.length + 1)), start);
      else bytes.fill(0, Math.max(start, node.synced), Math.min(start + PAGE, length));
    }
    node.seen = bytes;
    node.kept = bytes.slice();
    node.dirty.clear();
    node.synced = Math.min(node.synced, length);
  }

  #open(node: Node): DiskFile {
    const random = this.#random;
    return {
      size: () => this.#operate(() => node.seen.length),
      read: (offset, length) => this.#operate(() => node.seen.slice(offset, offset + length)),
      write: (offset, bytes) =>
        this.#operate(() => {
          resize(node, Math.max(node.seen.length, offset + bytes.length));
          node.seen.set(bytes, offset);
          for (let at = offset; at < offset + bytes.length; at = (Math.floor(at / PAGE) + 1) * PAGE) {
            node.dirty.add(Math.floor(at / PAGE));
          }
        }),
      truncate: (length) =>
        this.#operate(() => {
          if (this.lying === "cuts of files") return;
          resize(node, length);
          node.synced = Math.min(node.synced, length);
        }),
      sync: () =>
        this.#operate(() => {
          if (random.chance(this.failing)) {
            failSync(node, random);
            throw new Error("EIO: the file was not synced");
          }
          if (this.lying === "syncs of files") return;
          for (const page of node.dirty) keepPage(node, page);
          node.dirty.clear();
          node.kept = fitted(node.kept, node.seen.length);
          node.synced = node.seen.length;
        }),
      close: () => {},
    };
  }
}

/** A failed sync: some pages are written, others are dropped, and the system counts both as clean. */
function failSync(node: Node, random: SeededRandom): void {
  for (const page of node.dirty) if (random.chance(0.5)) keepPage(node, page);
  node.dirty.clear();
}

function keepPage(node: Node, page: number): void {
  const end = Math.min((page + 1) * PAGE, node.seen.length);
  if (node.kept.length < end) node.kept = fitted(node.kept, end);
  node.kept.set(node.seen.subarray(page * PAGE, end), page * PAGE);
}

function resize(node: Node, length: number): void {
  if (length !== node.seen.length) node.seen = fitted(node.seen, length);
}

function fitted(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  all.set(bytes.subarray(0, length));
  return all;
}
