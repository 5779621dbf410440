import { equal } from "node:assert/strict";
import { spanText } from "./span_text.ts";

Deno.test("spanText() stays on its line and names flags", () => {
  equal(spanText({ type: "text", value: 'a"\n\u009b' }), '"a\\"\\n\\u009b"');
  equal(spanText({ type: "text", value: "x".repeat(1_000_000) }).length, 60);
  equal(spanText({ type: "bytes", value: new Uint8Array([0, 255]) }), "0x00ff");
  equal(spanText({ type: "f64", value: -0 }), "-0");
  equal(spanText({ type: "variant of Icon", value: "Logs" }), "Logs");
  equal(spanText({ type: "left out", value: null }), "");
  equal(spanText({ type: "flags of SchemaFeatures", value: 0x81n }), "0x81 FOREIGN_KEYS");
});
