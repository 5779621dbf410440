/** The files of a server that runs: what it keeps, who has it, and what is removed. */
import type { Clock } from "@fluxwire/transport";
import type { Core } from "../server/core.ts";
import { type FileReference, FileReferences } from "./file_references.ts";
import type { FileStore } from "./file_store.ts";
import { sweep, type Swept } from "./sweep.ts";

/** How often a server looks for files to remove, in milliseconds. */
const SWEEP_MS = 3_600_000;

/** What files of a server depend on. */
export interface FilesOptions {
  readonly store: FileStore;
  readonly core: Pick<Core, "state" | "feed">;
  readonly clock: Clock;
  /** How long a file is kept that no instance has, in milliseconds. */
  readonly keepMs: number;
  /** Gets what kept a sweep from its end. */
  readonly warn: (text: string) => void;
}

/** Files with their references. */
export class Files implements AsyncDisposable {
  readonly store: FileStore;
  readonly #options: FilesOptions;
  readonly #references: FileReferences;
  #touching: Promise<unknown> = Promise.resolve();
  #sweeping: Promise<unknown> = Promise.resolve();
  #timer: unknown;

  /** Follows the state, and sweeps each hour until it is disposed. */
  constructor(options: FilesOptions) {
    this.store = options.store;
    this.#options = options;
    this.#references = FileReferences.start(options.core, (id) => this.#touch(id));
    this.#timer = this.#later();
  }

  /** The places that have a file now. */
  async references(id: string): Promise<readonly FileReference[]> {
    await this.#references.current();
    return this.#references.of(id);
  }

  /** Removes what is due. Rejects with a `StorageError`. */
  async sweep(): Promise<Swept> {
    await this.#references.current();
    await this.#touching;
    const { clock, keepMs } = this.#options;
    return await sweep(this.store, (id) => this.#references.of(id).length > 0, clock.now() - keepMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.clock.clearTimeout(this.#timer);
    await this.#references.close();
    await this.#sweeping;
    await this.#touching;
  }

  #later(): unknown {
    return this.#options.clock.setTimeout(() => {
      this.#timer = this.#later();
      this.#sweeping = this.sweep().catch((error) =>
        this.#options.warn(`Cannot remove unused files: ${error.message}`)
      );
    }, SWEEP_MS);
  }

  /** The time of a file that is not used any more begins. */
  #touch(id: string): void {
    const { clock, warn } = this.#options;
    this.#touching = this.#touching.then(() => this.store.touch(id, clock.now())).catch((error) =>
      warn(`Cannot mark a file as unused: ${error.message}`)
    );
  }
}
