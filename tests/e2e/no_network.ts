/**
 * An environment in which nothing of this machine's Deno or npm is found, and every fetch is noticed.
 *
 * @module
 */

/**
 * Where every registry and proxy of {@link environment} points: takes connections, counts them, and ends them.
 * Disposing it closes it.
 */
export class FetchTrap implements AsyncDisposable {
  readonly #listener: Deno.TcpListener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #counting: Promise<void>;
  #fetches = 0;

  constructor() {
    this.#counting = this.#count();
  }

  /** How often something tried to fetch. */
  get fetches(): number {
    return this.#fetches;
  }

  /**
   * The whole environment of a program that has an empty home, system folders only, and no registry.
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
      JSR_URL: url,
      NPM_CONFIG_REGISTRY: url,
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
    };
  }

  async #count(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#fetches++;
      connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#counting;
  }
}
