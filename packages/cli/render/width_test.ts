import { deepEqual, equal } from "node:assert/strict";
import { pad, width, wrap } from "./width.ts";

Deno.test("width() counts wide characters as two columns, marks as none, and what is drawn as one once", () => {
  equal(width("abc"), 3);
  equal(width("日本"), 4);
  equal(width("𠀀"), 2);
  equal(width("e\u0301"), 1);
  equal(width("🙂"), 2);
  equal(width("👩‍🚀"), 2);
  equal(width("🇩🇪"), 2);
  equal(width("❤\ufe0f"), 2);
  equal(width("שלום"), 4);
});

Deno.test("pad() fills up to a width on either side, and keeps what is longer", () => {
  equal(pad("日", 4), "日  ");
  equal(pad("1", 3, true), "  1");
  equal(pad("long", 2), "long");
});

Deno.test("wrap() breaks at spaces, in long words anywhere, and never within a character", () => {
  deepEqual(wrap("the quick brown fox", 10), ["the quick", "brown fox"]);
  deepEqual(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
  deepEqual(wrap("日本語", 3), ["日", "本", "語"]);
  deepEqual(wrap("👩‍🚀👩‍🚀", 1), ["👩‍🚀", "👩‍🚀"]);
  deepEqual(wrap("", 3), [""]);
  deepEqual(wrap("abcdef", 2, 2), ["ab", "cd"]);
});
