/** A secure storage that does something wrong on purpose, to prove that it is found. */
import type { SecureStorage } from "../../storage/roles.ts";

/** What it does wrong with the keys of personal data: deletes none, brings deleted ones back at each start, or keeps no new ones. */
export type SecretsDefect = "keys stay" | "keys come back" | "keys are lost";

const PREFIX = "subject/";

/** The storage with the defect. */
export class DefectiveSecrets implements SecureStorage {
  readonly #storage: SecureStorage;
  readonly #defect: SecretsDefect;
  readonly #deleted: Map<string, Uint8Array>;

  private constructor(storage: SecureStorage, defect: SecretsDefect, deleted: Map<string, Uint8Array>) {
    this.#storage = storage;
    this.#defect = defect;
    this.#deleted = deleted;
  }

  /** Opens it; `deleted` outlives it. */
  static async open(
    storage: SecureStorage,
    defect: SecretsDefect,
    deleted: Map<string, Uint8Array>,
  ): Promise<DefectiveSecrets> {
    for (const [name, value] of deleted) await storage.set(name, value);
    return new DefectiveSecrets(storage, defect, deleted);
  }

  get(name: string): ReturnType<SecureStorage["get"]> {
    return this.#storage.get(name);
  }

  set(name: string, value: Uint8Array, ifVersion?: number): ReturnType<SecureStorage["set"]> {
    if (this.#defect === "keys are lost" && name.startsWith(PREFIX)) return { ok: true, version: 1 };
    return this.#storage.set(name, value, ifVersion);
  }

  async delete(name: string): Promise<void> {
    if (this.#defect === "keys stay" && name.startsWith(PREFIX)) return;
    if (this.#defect === "keys come back") {
      const found = await this.#storage.get(name);
      if (found !== null) this.#deleted.set(name, found.value);
    }
    await this.#storage.delete(name);
  }

  list(prefix: string): ReturnType<SecureStorage["list"]> {
    return this.#storage.list(prefix);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#storage[Symbol.asyncDispose]();
  }
}
