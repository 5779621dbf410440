import { deepStrictEqual, equal } from "node:assert/strict";
import { decodeLine, encodeLine, joinEvents, splitEvents, splitLines } from "./line.ts";

Deno.test("encodeLine() has checksum, mark and JSON in one line", () => {
  equal(new TextDecoder().decode(encodeLine(42, '[{"a":"é"}]')), '242a168d 42 [{"a":"é"}]\n');
});

Deno.test("decodeLine() gives what encodeLine() wrote, and null after any change of a bit", () => {
  const line = encodeLine(1234, joinEvents(['{"a":"é, [1]"}', '{"b":2}'])).subarray(0, -1);
  deepStrictEqual(decodeLine(line), { mark: 1234, text: '[{"a":"é, [1]"},\t{"b":2}]' });
  deepStrictEqual(splitEvents(decodeLine(line)!.text), ['{"a":"é, [1]"}', '{"b":2}']);
  for (let bit = 0; bit < line.length * 8; bit++) {
    const flipped = line.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    equal(decodeLine(flipped), null, `bit ${bit}`);
  }
  for (let length = 0; length < line.length; length++) equal(decodeLine(line.subarray(0, length)), null);
});

Deno.test("splitLines() leaves what has no line end yet", () => {
  const { lines, end } = splitLines(new TextEncoder().encode("ab\n\ncd"));
  deepStrictEqual(lines.map(({ start, bytes }) => [start, new TextDecoder().decode(bytes)]), [[0, "ab"], [3, ""]]);
  equal(end, 4);
});

Deno.test("splitEvents() is null for what is no array of events", () => {
  for (const text of ["{}", "[]", "", "["]) equal(splitEvents(text), null);
});
