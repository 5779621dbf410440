/** Secrets in memory: they end with the process. */
import { type SecureStorage, StorageError } from "../roles.ts";

/** A secure storage whose values are in a map. */
export class MemorySecureStorage implements SecureStorage {
  readonly #values = new Map<string, { value: Uint8Array; version: number }>();
  #closed = false;

  get(name: string): { value: Uint8Array; version: number } | null {
    this.#check();
    const kept = this.#values.get(name);
    return kept === undefined ? null : { value: kept.value.slice(), version: kept.version };
  }

  set(name: string, value: Uint8Array, ifVersion?: number): { ok: true; version: number } | { ok: false } {
    this.#check();
    const version = this.#values.get(name)?.version ?? 0;
    if (ifVersion !== undefined && ifVersion !== version) return { ok: false };
    this.#values.set(name, { value: value.slice(), version: version + 1 });
    return { ok: true, version: version + 1 };
  }

  delete(name: string): void {
    this.#check();
    this.#values.get(name)?.value.fill(0);
    this.#values.delete(name);
  }

  list(prefix: string): readonly string[] {
    this.#check();
    return [...this.#values.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  // deno-lint-ignore require-await
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const { value } of this.#values.values()) value.fill(0);
    this.#values.clear();
  }

  #check(): void {
    if (this.#closed) throw new StorageError("unavailable", "The secure storage is closed");
  }
}
