/**
 * Opens a page in the user's browser.
 *
 * @module
 */

/** The program that opens files, by system. */
const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  windows: ["cmd", "/c", "start", ""],
};

/** A file that leads to an address, and that only this user may read: the arguments of programs are read by others. */
export class BrowserFile implements Disposable {
  readonly #path: string;

  /** Writes the file. */
  constructor(address: string) {
    this.#path = Deno.makeTempFileSync({ prefix: "fluxwire-console-", suffix: ".html" });
    Deno.chmodSync(this.#path, 0o600);
    Deno.writeTextFileSync(this.#path, `<!doctype html><meta http-equiv="refresh" content="0; url=${address}">\n`);
  }

  /**
   * Gives the file to the browser.
   *
   * @returns Whether there is a program that opens files, and it took this one.
   */
  async open(): Promise<boolean> {
    const [command, ...args] = OPENERS[Deno.build.os] ?? ["xdg-open"];
    try {
      const { success } = await new Deno.Command(command, {
        args: [...args, this.#path],
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).output();
      return success;
    } catch {
      return false;
    }
  }

  /** Removes the file. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.#path);
  }
}
