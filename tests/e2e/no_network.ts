/**
 * An environment without this machine's Deno and npm caches, in which every fetch is noticed.
 *
 * @module
 */

/**
 * The target of every registry and proxy of {@link environment}: records requests, and answers none.
 * Disposing it closes it.
 */
export class FetchTrap implements AsyncDisposable {
  readonly #listener: Deno.TcpListener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #noting: Promise<void>;
  /** The first line of each request so far; empty for a connection without one. */
  readonly fetches: string[] = [];

  constructor() {
    this.#noting = this.#note();
  }

  /**
   * The whole environment of a program with an empty home, system folders only, and no registry.
   *
   * @param home An empty folder.
   */
  environment(home: string): Record<string, string> {
    const url = `http://127.0.0.1:${this.#listener.addr.port}/`;
    return {
      HOME: home,
      DENO_DIR: `${home}/.cache/deno`,
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      NO_COLOR: "1",
      // Deno looks for its next version when a command has run for half a second.
      DENO_NO_UPDATE_CHECK: "1",
      JSR_URL: url,
      NPM_CONFIG_REGISTRY: url,
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
    };
  }

  async #note(): Promise<void> {
    for await (using connection of this.#listener) {
      const buffer = new Uint8Array(1024);
      const length = await connection.read(buffer) ?? 0;
      this.fetches.push(new TextDecoder().decode(buffer.subarray(0, length)).split("\r\n")[0]!);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#noting;
  }
}
