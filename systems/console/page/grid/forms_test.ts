import { strictEqual } from "node:assert/strict";
import { hexLines, indented } from "./forms.ts";

Deno.test("indented() changes blanks alone: integers keep their digits, and texts their brackets", () => {
  const json = '{"a":9007199254740993,"b":[1.50,{"c":"x, [y]: \\"z\\""}],"d":{},"e":[ ]}';
  strictEqual(
    indented(json),
    '{\n  "a": 9007199254740993,\n  "b": [\n    1.50,\n    {\n      "c": "x, [y]: \\"z\\""\n    }\n  ],\n  "d": {},\n  "e": []\n}',
  );
  strictEqual(indented(indented(json)), indented(json));
  strictEqual(indented('{"a": "never closed'), '{\n  "a": "never closed');
});

Deno.test("hexLines() gives sixteen bytes a line with their ASCII, and how many more there are", () => {
  strictEqual(
    hexLines(new TextEncoder().encode("0123456789abcdefG\n")),
    "000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n" +
      `000010  47 0a${" ".repeat(42)}  G·`,
  );
  strictEqual(hexLines(new Uint8Array(65_537), Infinity).split("\n").length, 4_097);
  strictEqual(hexLines(new Uint8Array(65_537)).endsWith("\n1 more byte"), true);
});
