/**
 * A console and a browser, for tests.
 *
 * @module
 */
import { type Browser, type BrowserContext, chromium, type Page } from "./playwright.ts";
import { ROOT } from "../build/workspace.ts";

/** Debian's name of the browser. */
const CHROMIUM = "/usr/bin/chromium";
/** How long a step of the page may take, in milliseconds: machines that run tests are busy. */
const STEP_MS = 30_000;

let browser: Promise<Browser> | null = null;

/** The browser of this process, which the last test closes. */
function launched(): Promise<Browser> {
  return browser ??= chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
}

/** Addresses that ask no server: those of a page that was opened as a file among them. */
const LOCAL: ReadonlySet<string> = new Set(["data:", "blob:", "file:"]);

/** What a test can change. */
export interface StartOptions {
  /**
   * The arguments of `fluxwire console`.
   *
   * @default {[]}
   */
  args?: readonly string[];
  /**
   * The scheme of colours.
   *
   * @default {"light"}
   */
  scheme?: "light" | "dark";
  /**
   * The width and height of the page, in CSS pixels.
   *
   * @default {[1280, 800]}
   */
  size?: readonly [width: number, height: number];
}

/** A console that runs, and a browser's context of its own. */
export class Started implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #origin = "";
  /** The browser's context: its storage is its own. */
  readonly context: BrowserContext;
  /** What pages wrote into the browser's console, and errors of their scripts. */
  readonly complaints: string[] = [];
  /** What pages asked of other servers than the console. */
  readonly elsewhere: string[] = [];

  private constructor(
    child: Deno.ChildProcess,
    lines: ReadableStreamDefaultReader<string>,
    context: BrowserContext,
  ) {
    this.#child = child;
    this.#stdin = child.stdin.getWriter();
    this.#lines = lines;
    this.context = context;
    context.on("console", (message) => this.complaints.push(`${message.type()}: ${message.text()}`));
    context.on("request", (request) => this.#note(new URL(request.url())));
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
  }

  /** Starts both. */
  static async with({ args = [], scheme = "light", size = [1_280, 800] }: StartOptions = {}): Promise<Started> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", `${ROOT}packages/cli/main.ts`, "console", "--json", ...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const [width, height] = size;
    const context = await (await launched()).newContext({ viewport: { width, height }, colorScheme: scheme });
    context.setDefaultTimeout(STEP_MS);
    return new Started(child, lines, context);
  }

  /** The next address that the console prints; the first needs no Enter. */
  async address(): Promise<string> {
    const { value } = await this.#lines.read();
    if (value === undefined) throw new Error("The console has ended");
    const { address } = JSON.parse(value) as { address: string };
    this.#origin = new URL(address).origin;
    return address;
  }

  #note({ protocol, origin, href }: URL): void {
    if (!LOCAL.has(protocol) && origin !== this.#origin) this.elsewhere.push(href);
  }

  /** Makes the console print another address. */
  async enter(): Promise<string> {
    await this.#stdin.write(Uint8Array.of(10));
    return await this.address();
  }

  /** Opens the page by the console's first address. */
  async page(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(await this.address());
    await page.locator("main").waitFor();
    return page;
  }

  /** Stops the console's process at once, as a crash does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }

  /** Stops both. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    try {
      this.#child.kill("SIGINT");
    } catch { /* It has ended. */ }
    await this.#child.status;
    await this.#stdin.close().catch(() => {});
    await this.#lines.cancel();
    if ((await launched()).contexts().length > 0) return;
    await (await launched()).close();
    browser = null;
  }
}
