import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { CHECKS } from "./checks.ts";
import { protocolSection } from "./protocol_section.ts";

Deno.test("protocolSection() has each section that a check cites, up to the next one, without links and comments", () => {
  for (const section of new Set(Object.values(CHECKS).map(({ section }) => section))) {
    const { title, text } = protocolSection(section)!;
    strictEqual(title.toLowerCase(), section);
    strictEqual(text.length > 100, true, section);
    deepStrictEqual(/^#{1,2} |<!--|\]\(/m.exec(text), null, section);
  }
  match(protocolSection("envelopes")!.text, /^### One request at a time$/m);
  strictEqual(protocolSection("one-request-at-a-time")!.title, "One request at a time");
  strictEqual(protocolSection("nowhere"), null);
});
