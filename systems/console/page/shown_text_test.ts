import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { h, options } from "./preact.ts";
import { shownText } from "./shown_text.ts";

Deno.test("what turns the order of a text is written out, and all else stays", () => {
  strictEqual(shownText("a\u202eb\u2067c\u200fd 👩‍🚀 שלום\n"), "a\\u{202e}b\\u{2067}c\u200fd 👩‍🚀 שלום\n");
});

Deno.test("texts and labels of elements are shown so, and values of controls stay", () => {
  const made = h("input", { title: "\u202e", "aria-label": "x\u2066", value: "\u202e" });
  deepStrictEqual(made.props, { title: "\\u{202e}", "aria-label": "x\\u{2066}", value: "\u202e" } as never);
  const text = { ...made, props: "a\u202e" };
  options.vnode!(text as never);
  strictEqual(text.props, "a\\u{202e}");
});
