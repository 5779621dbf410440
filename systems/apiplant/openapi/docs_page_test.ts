import { equal, match, ok } from "node:assert/strict";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { Served } from "../http/testing/served.ts";
import { DOCS_PAGE, DOCS_POLICY } from "./docs_page.ts";

/** As much of an element as the page's script uses. */
class Element {
  className = "";
  value = "";
  #text = "";
  children: Element[] = [];
  onChange: (() => Promise<void>) | null = null;
  get textContent(): string {
    return this.#text;
  }
  /** As in browsers, it takes the place of all that was inside. */
  set textContent(text: string) {
    this.#text = text;
    this.children = [];
  }
  append(child: Element): void {
    this.children.push(child);
  }
  addEventListener(name: string, listener: () => Promise<void>): void {
    equal(name, "change");
    this.onChange = listener;
  }
  get text(): string {
    return [this.textContent, ...this.children.map(({ text }) => text)].join(" ");
  }
}

/** The page in a browser that has nothing but what the script uses. */
class Page {
  readonly main = new Element();
  readonly input = new Element();
  readonly output = new Element();
  readonly addresses: string[] = [];

  /** Opens the page of a server. */
  static async open(server: Served): Promise<Page> {
    const page = new Page(), [, script] = /<script type="module">([^]*)<\/script>/.exec(DOCS_PAGE)!;
    const elements: Readonly<Record<string, Element>> = { main: page.main, input: page.input, output: page.output };
    const document = { querySelector: (name: string) => elements[name], createElement: () => new Element() };
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
      ...names: string[]
    ) => (...values: unknown[]) => Promise<void>;
    const read = (path: string, options: RequestInit) => {
      const url = new URL(path, server.serving.url);
      page.addresses.push(url.href);
      return fetch(url, options);
    };
    const location = Object.freeze({ pathname: "/docs" });
    await new AsyncFunction("document", "location", "fetch", script!)(document, location, read);
    return page;
  }

  /** Gives it a key. */
  async type(key: string): Promise<void> {
    this.input.value = key;
    await this.input.onChange!();
  }
}

Deno.test("the page at /docs shows every path, parameter and status of the document", async () => {
  await using server = await Served.start();
  await server.define("post", { title: { type: "String" } }, { title: "<b>Posts</b>" });
  const { main } = await Page.open(server);
  for (
    const part of [
      "/models/post/instances/{iid}",
      "If-Match".toLowerCase(),
      "<b>Posts</b>",
      "Create an instance",
      "validation",
      "409",
    ]
  ) {
    ok(main.text.includes(part), part);
  }
});

Deno.test("the page at /docs shows the models that a key may use, while it stands in its field", async () => {
  await using server = await Served.start({ config: REQUIRED });
  await server.define("post", {}, { rules: { list: "user" } });
  await server.define("page", {});
  const key = await keyFor(server, "ann"), page = await Page.open(server);
  const shows = (model: string) => page.main.text.includes(`/models/${model}/instances`);
  equal(shows("post") || shows("page"), false);
  await page.type(` ${key} `);
  equal(shows("post") && !shows("page"), true);
  await page.type(server.adminKey!);
  equal(shows("post") && shows("page"), true);
  await page.type(`ap_ann_${"x".repeat(43)}`);
  equal(page.main.text.trim(), "");
  match(page.output.text, /not good/);
  await page.type("");
  equal(shows("post"), false);
  match(page.main.text, /\/auth\/me/);
  equal(page.output.text, "");
  for (const address of page.addresses) match(address, /\/openapi\.json$/);
});

Deno.test("the page at /docs keeps no key outside of its field, and loads nothing else", () => {
  const [, script] = /<script type="module">([^]*)<\/script>/.exec(DOCS_PAGE)!;
  for (const name of ["Storage", "cookie", "history", "indexedDB", "caches", "href", "search", "hash", "open("]) {
    equal(script!.includes(name), false, name);
  }
  equal(DOCS_PAGE.includes("<form"), false);
  match(DOCS_PAGE, /<input type="password" autocomplete="off"/);
  equal(
    DOCS_POLICY.replaceAll(/sha256-[^']+/g, "sha256"),
    "default-src 'none'; style-src 'sha256'; script-src 'sha256'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'",
  );
});
