import { ok } from "node:assert/strict";
import { Served } from "../http/testing/served.ts";
import { DOCS_PAGE } from "./docs_page.ts";

/** As much of an element as the page's script uses. */
class Element {
  textContent = "";
  className = "";
  readonly children: Element[] = [];
  append(child: Element): void {
    this.children.push(child);
  }
  get text(): string {
    return [this.textContent, ...this.children.map(({ text }) => text)].join(" ");
  }
}

Deno.test("the page at /docs shows every path, parameter and status of the document", async () => {
  await using server = await Served.start();
  await server.define("post", { title: { type: "String" } }, { title: "<b>Posts</b>" });
  const [, script] = /<script type="module">([^]*)<\/script>/.exec(DOCS_PAGE)!;
  const main = new Element(), document = { querySelector: () => main, createElement: () => new Element() };
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
    ...names: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const read = (path: string) => fetch(new URL(path, server.serving.url));
  await new AsyncFunction("document", "location", "fetch", script!)(document, { pathname: "/docs" }, read);
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
