import { deepEqual, equal, throws } from "node:assert/strict";
import { HpackDecoder } from "./decoder.ts";
import { HeaderTemplate, HpackEncoder } from "./encoder.ts";
import type { Field } from "./field.ts";
import { HpackError } from "./hpack_error.ts";
import { decodeHuffman, encodeHuffman, huffmanBytes } from "./huffman.ts";

const COOKIE = "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";
const REQUESTS = [
  ":method: GET|:scheme: http|:path: /|:authority: www.example.com",
  ":method: GET|:scheme: http|:path: /|:authority: www.example.com|cache-control: no-cache",
  ":method: GET|:scheme: https|:path: /index.html|:authority: www.example.com|custom-key: custom-value",
];
const RESPONSES = [
  ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com",
  ":status: 307|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com",
  ":status: 200|cache-control: private|date: Mon, 21 Oct 2013 20:13:22 GMT|location: https://www.example.com|" +
  `content-encoding: gzip|set-cookie: ${COOKIE}`,
];
/** The size of the table in the examples of responses, as a change of size. */
const TABLE_256 = "3fe101";

const HUFFMAN_REQUESTS = [
  "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
  "8286 84be 5886 a8eb 1064 9cbf",
  "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
];

const SERIES: readonly (readonly [title: string, blocks: readonly string[], lists: readonly string[]])[] = [
  ["C.2.1, a literal with indexing", ["400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"], [
    "custom-key: custom-header",
  ]],
  ["C.2.2, a literal without indexing", ["040c 2f73 616d 706c 652f 7061 7468"], [":path: /sample/path"]],
  ["C.2.3, a literal never indexed", ["1008 7061 7373 776f 7264 0673 6563 7265 74"], ["password: secret"]],
  ["C.2.4, an indexed field", ["82"], [":method: GET"]],
  ["C.3, requests without Huffman code", [
    "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
    "8286 84be 5808 6e6f 2d63 6163 6865",
    "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
  ], REQUESTS],
  ["C.4, requests with Huffman code", HUFFMAN_REQUESTS, REQUESTS],
  ["C.5, responses without Huffman code", [
    `${TABLE_256} 4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32
     3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
    "4803 3330 37c1 c0bf",
    `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d
     4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572
     7369 6f6e 3d31`,
  ], RESPONSES],
  ["C.6, responses with Huffman code", [
    `${TABLE_256} 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad
     1718 63c7 8f0b 97c8 e9ae 82ae 43d3`,
    "4883 640e ffc1 c0bf",
    `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf
     cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
  ], RESPONSES],
];

for (const [title, blocks, lists] of SERIES) {
  Deno.test(`HpackDecoder.decode() reads RFC 7541, ${title}`, () => {
    const decoder = new HpackDecoder();
    deepEqual(blocks.map((block) => text(decode(decoder, block))), lists);
  });
}

Deno.test("HpackEncoder.encode() writes RFC 7541, C.4, requests with Huffman code", () => {
  const encoder = new HpackEncoder();
  const blocks = REQUESTS.map((list) => encoder.encode(new HeaderTemplate(fields(list)), null).toHex());
  deepEqual(blocks, HUFFMAN_REQUESTS.map((block) => block.replaceAll(" ", "")));
});

Deno.test("HpackEncoder.encode() keeps the block of a template until its table changes", () => {
  const encoder = new HpackEncoder();
  const decoder = new HpackDecoder();
  const template = new HeaderTemplate(fields(REQUESTS[0]!));
  const other = new HeaderTemplate(fields("custom-key: custom-value"));
  const blocks = [template, template, template, other, template].map((one) => encoder.encode(one, null).slice());
  equal(blocks[1]!.length, 4);
  equal(encoder.encode(template, null), encoder.encode(template, null));
  deepEqual(blocks.map((block) => text(decoder.decode(block, 0, block.length, 1_000)!)), [
    ...[REQUESTS[0], REQUESTS[0], REQUESTS[0]],
    ...["custom-key: custom-value", REQUESTS[0]],
  ]);
});

Deno.test("HpackEncoder.limitTable() announces a smaller table, and a larger one behind it", () => {
  const encoder = new HpackEncoder();
  encoder.limitTable(0);
  encoder.limitTable(65_536);
  equal(encoder.encode(new HeaderTemplate(fields(":method: GET")), null).toHex(), "203fe11f82");
});

Deno.test("HpackEncoder.encode() keeps large fields out of the table, as they would drive out all others", () => {
  const encoder = new HpackEncoder();
  const template = new HeaderTemplate(fields(`:method: GET|custom-key: ${"x".repeat(2_000)}`));
  const first = encoder.encode(template, null).slice();
  equal(encoder.encode(template, null).toHex(), first.toHex());
  equal(decode(new HpackDecoder(), first.toHex())[1]!.value.length, 2_000);
});

Deno.test("HpackEncoder.encode() keeps secrets out of every table", () => {
  const encoder = new HpackEncoder();
  const block = encoder.encode(new HeaderTemplate(fields("authorization: secret")), null);
  equal(block[0]! & 0xf0, 0x10);
});

Deno.test("HpackDecoder.decode() drops fields above the limit, and keeps its table", () => {
  const decoder = new HpackDecoder();
  const block = Uint8Array.fromHex("400a637573746f6d2d6b65790d637573746f6d2d686561646572");
  equal(decoder.decode(block, 0, block.length, 10), null);
  deepEqual(text(decode(decoder, "be")), "custom-key: custom-header");
});

for (
  const [block, problem] of [
    ["80", "no field has index 0"],
    ["be", "no field has index 62"],
    ["3fe21f", "table size 4097 exceeds 4096"],
    ["8220", "table size changes after a field"],
    ["40", "it ends within a field"],
    ["40850161", "a string of 5 bytes is longer than the block"],
    ["0082ffff00", "a string has invalid Huffman code"],
    ["ffffffffffff0f", "integer exceeds 16777216"],
  ] as const
) {
  Deno.test(`HpackDecoder.decode() refuses ${block}: ${problem}`, () => {
    throws(
      () => decode(new HpackDecoder(), block),
      (error) => error instanceof HpackError && error.message.includes(problem),
    );
  });
}

Deno.test("decodeHuffman() reads each byte that encodeHuffman() wrote", () => {
  for (let byte = 0; byte < 256; byte++) {
    const text = `a${String.fromCharCode(byte)}b`;
    const bytes = new Uint8Array(huffmanBytes(text));
    equal(encodeHuffman(text, bytes, 0), bytes.length);
    equal(decodeHuffman(bytes, 0, bytes.length), text);
  }
});

function decode(decoder: HpackDecoder, hex: string): Field[] {
  const block = Uint8Array.fromHex(hex.replaceAll(/\s/g, ""));
  return decoder.decode(block, 0, block.length, 100_000)!;
}

function fields(list: string): Field[] {
  return list.split("|").map((one) => {
    const [, name, value] = /^(:?[^:]*): (.*)$/.exec(one)!;
    return { name: name!, value: value! };
  });
}

function text(list: readonly Field[]): string {
  return list.map(({ name, value }) => `${name}: ${value}`).join("|");
}
