import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { sentBy, sentText } from "./keys.ts";

const PLAIN = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

Deno.test("sentBy() gives what terminals send, and leaves text, copying and leaving to the browser", () => {
  const sent = (key: string, more = {}) => sentBy({ ...PLAIN, key, ...more }, false);
  deepStrictEqual(["Enter", "Backspace", "ArrowUp", "Delete"].map((key) => sent(key)), [
    "\r",
    "\x7f",
    "\x1b[A",
    "\x1b[3~",
  ]);
  deepStrictEqual(["c", "D", "["].map((key) => sent(key, { ctrlKey: true })), ["\x03", "\x04", "\x1b"]);
  deepStrictEqual([sent("a"), sent("F6"), sent("Tab"), sent("toString")], [null, null, null, null]);
  deepStrictEqual([sent("v", { ctrlKey: true }), sent("c", { ctrlKey: true, shiftKey: true })], [null, null]);
  deepStrictEqual([sent("ArrowLeft", { altKey: true }), sent("k", { metaKey: true })], [null, null]);
  strictEqual(sentBy({ ...PLAIN, key: "Tab" }, true), "\t");
  strictEqual(sentBy({ ...PLAIN, key: "Tab", shiftKey: true }, true), null);
});

Deno.test("sentText() ends lines as Enter does", () => {
  strictEqual(sentText("a\nb\r\n"), "a\rb\r");
});
