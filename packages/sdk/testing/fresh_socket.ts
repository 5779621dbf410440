/**
 * A socket for one test.
 *
 * @module
 */

/** A unique socket id. Disposing it removes its files; dispose it after the listener has closed. */
export class FreshSocket implements AsyncDisposable {
  /** The id, as `--socket` takes it. */
  readonly id: string;
  readonly #folder: string | null;

  private constructor(id: string, folder: string | null) {
    this.id = id;
    this.#folder = folder;
  }

  /**
   * An abstract name on Linux, a pipe's name on Windows, elsewhere a file in its own folder, which needs
   * `--allow-read` and `--allow-write`.
   */
  static async make(os: typeof Deno.build.os = Deno.build.os): Promise<FreshSocket> {
    if (["linux", "android", "windows"].includes(os)) {
      return new FreshSocket(`fluxwire-test-${crypto.randomUUID()}`, null);
    }
    const folder = await Deno.makeTempDir({ prefix: "fluxwire-" });
    return new FreshSocket(`${folder}/driver.sock`, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#folder !== null) await Deno.remove(this.#folder, { recursive: true });
  }
}
