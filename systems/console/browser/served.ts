/**
 * A console in the test's own process, whose one stream the test writes, and a browser.
 *
 * @module
 */
import { type Console, type ConsoleSource, LineRing, type Panel, serveConsole } from "@fluxwire/console";
import { Browsing, type BrowsingOptions } from "./browsing.ts";
import type { BrowserContext, Page } from "./playwright.ts";

/** What a test can change. */
export interface ServedOptions extends BrowsingOptions {
  /**
   * What the page shows of the source.
   *
   * @default {["wire"]}
   */
  panels?: readonly Panel[];
}

/** Both. */
export class Served extends Browsing {
  readonly #console: Console;
  /** The lines of the stream `wire`. */
  readonly lines: LineRing;

  private constructor(context: BrowserContext, panels: readonly Panel[]) {
    super(context);
    const lines = this.lines = new LineRing();
    const source: ConsoleSource = {
      id: "tap",
      kind: "driver",
      title: "A tap",
      panels,
      operations: {},
      stream: (name) => name === "wire" ? lines : null,
      close: () => Promise.resolve(),
    };
    this.#console = serveConsole({ sources: [source], version: "0.0.0" });
  }

  /** Starts both. */
  static async with({ panels = ["wire"], ...options }: ServedOptions = {}): Promise<Served> {
    return new Served(await Browsing.newContext(options), panels);
  }

  /** A new address. */
  address(): string {
    return this.#console.open();
  }

  /** Opens the page. */
  async page(): Promise<Page> {
    return await this.visit(this.address());
  }

  /** Adds lines. */
  push(lines: Iterable<string>): void {
    for (const line of lines) this.lines.push(line);
  }

  /** Stops both. */
  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    await this.#console.close();
  }
}
