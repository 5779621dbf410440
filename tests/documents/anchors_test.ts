import { deepStrictEqual } from "node:assert/strict";
import { anchorsOf } from "./anchors.ts";

Deno.test("anchorsOf() drops punctuation, joins words, and numbers equal titles", () => {
  const markdown = "# Upstream's own drivers\n\n## `types.ts`\n\n## [Links](x.md) too\n\n## Same\n\n## Same\n";
  deepStrictEqual(anchorsOf(markdown), ["upstreams-own-drivers", "typests", "links-too", "same", "same-1"]);
});

Deno.test("anchorsOf() does not take a shell comment for a heading", () => {
  deepStrictEqual(anchorsOf("# Title\n\n```sh\n# comment\n```\n\n## End\n"), ["title", "end"]);
});
