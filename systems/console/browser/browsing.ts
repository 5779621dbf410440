/**
 * A browser, for tests.
 *
 * @module
 */
import { delayAnswers, longestDelay } from "./delays.ts";
import { type Browser, type BrowserContext, chromium, type Page } from "./playwright.ts";

/** Debian's name of the browser. */
const CHROMIUM = "/usr/bin/chromium";
/** Its flags; the name is one that leads to this machine, as any name can be made to. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP rebound.test 127.0.0.1"];
/** How long a step of the page may take, in milliseconds: machines that run tests are busy. */
const STEP_MS = 120_000;

/** Addresses that ask no server: those of a page that was opened as a file among them. */
const LOCAL: ReadonlySet<string> = new Set(["data:", "blob:", "file:"]);

let browser: Promise<Browser> | null = null;

/** The browser of this process, which the last test closes. */
function launched(): Promise<Browser> {
  return browser ??= chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** What a test can change. */
export interface BrowsingOptions {
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

/** A context of the browser, whose storage is its own, and what its pages did. */
export class Browsing implements AsyncDisposable {
  readonly #origins = new Set<string>();
  /** The context. */
  readonly context: BrowserContext;
  /** What pages wrote into the browser's console, and errors of their scripts. */
  readonly complaints: string[] = [];
  /** What pages asked of servers that they may not ask. */
  readonly elsewhere: string[] = [];

  /** Takes over a context of {@link newContext}. */
  constructor(context: BrowserContext) {
    this.context = context;
    context.on("console", (message) => this.complaints.push(`${message.type()}: ${message.text()}`));
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
    context.on("request", (request) => this.#note(new URL(request.url())));
    context.browser()!.once("disconnected", () => this.complaints.push("the browser has ended"));
  }

  /** A new context. */
  static async newContext({ scheme = "light", size = [1_280, 800] }: BrowsingOptions = {}): Promise<BrowserContext> {
    const [width, height] = size;
    const context = await (await launched()).newContext({ viewport: { width, height }, colorScheme: scheme });
    context.setDefaultTimeout(STEP_MS);
    if (longestDelay() > 0) await delayAnswers(context, longestDelay());
    return context;
  }

  /** Lets pages ask this server: the console, also as a tunnel reaches it. */
  allow(address: string): void {
    this.#origins.add(new URL(address).origin);
  }

  /**
   * Lets tests answer what pages ask that are opened from now on. A page that was opened without this may still ask its
   * server for a moment after a route was set.
   */
  async intercept(): Promise<void> {
    await this.context.route("**/*", (route) => route.fallback());
  }

  /** Opens an address of a console. */
  async visit(address: string): Promise<Page> {
    this.allow(address);
    const page = await this.context.newPage();
    await page.goto(address);
    await page.locator("main").waitFor();
    return page;
  }

  /** Closes the context, and the browser after its last one. */
  async [Symbol.asyncDispose](): Promise<void> {
    const last = this.context.browser()!;
    // Closing what has ended by itself fails as well, and hides how the test has.
    if (last.isConnected()) await this.context.close();
    if (last.isConnected() && last.contexts().length > 0) return;
    browser = null;
    await last.close();
  }

  #note({ protocol, origin, href }: URL): void {
    if (!LOCAL.has(protocol) && !this.#origins.has(origin)) this.elsewhere.push(href);
  }
}
