/**
 * A console and a browser, for tests.
 *
 * @module
 */
import type { BrowserContext, Page } from "./playwright.ts";
import { Browsing, type BrowsingOptions } from "./browsing.ts";
import { ROOT } from "../build/workspace.ts";

/**
 * The arguments that start a driver of the folder `drivers`.
 *
 * @param name Its file without `.ts`.
 */
export function driverArgs(name: string): string[] {
  return ["--", Deno.execPath(), "run", "-A", "--quiet", `${ROOT}systems/console/browser/drivers/${name}.ts`];
}

/** What a test can change. */
export interface StartOptions extends BrowsingOptions {
  /**
   * The arguments of `fluxwire console`.
   *
   * @default {[]}
   */
  args?: readonly string[];
  /**
   * Variables that the console gets besides.
   *
   * @default {{}}
   */
  env?: Readonly<Record<string, string>>;
}

/** A console that runs as a program, and a browser's context of its own. */
export class Started extends Browsing {
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;

  private constructor(
    child: Deno.ChildProcess,
    lines: ReadableStreamDefaultReader<string>,
    context: BrowserContext,
  ) {
    super(context);
    this.#child = child;
    this.#stdin = child.stdin.getWriter();
    this.#lines = lines;
  }

  /** Starts both. */
  static async with({ args = [], env = {}, ...options }: StartOptions = {}): Promise<Started> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", `${ROOT}packages/cli/main.ts`, "console", "--json", ...args],
      env: { ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    return new Started(child, lines, await Browsing.newContext(options));
  }

  /** The next address that the console prints; the first needs no Enter. */
  async address(): Promise<string> {
    const { value } = await this.#lines.read();
    if (value === undefined) throw new Error("The console has ended");
    const { address } = JSON.parse(value) as { address: string };
    this.allow(address);
    return address;
  }

  /** Makes the console print another address. */
  async enter(): Promise<string> {
    await this.#stdin.write(Uint8Array.of(10));
    return await this.address();
  }

  /** Opens the page by the console's first address. */
  async page(): Promise<Page> {
    return await this.visit(await this.address());
  }

  /** Ends the console as Ctrl+C does. */
  async end(): Promise<void> {
    this.#child.kill("SIGINT");
    await this.#child.status;
  }

  /** Stops the console's process at once, as a crash does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }

  /** Stops both. */
  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    try {
      this.#child.kill("SIGINT");
    } catch { /* It has ended. */ }
    await this.#child.status;
    await this.#stdin.close().catch(() => {});
    await this.#lines.cancel();
  }
}
