import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ConnectionLayout } from "./connection_layout.ts";

/** Pings of version 1.1 in bincode, and of 1.2 in both codecs. */
const OLD = Uint8Array.fromHex("010001000000000000000000000003000000");
const BINCODE = Uint8Array.fromHex("010002000000000000000000000003000000");
const POSTCARD = Uint8Array.fromHex("01020000000003");

Deno.test("ConnectionLayout.of() decides codec and layout by the first payload alone", () => {
  for (
    const [payload, codec, layout] of [
      [OLD, "bincode", "0.5"],
      [BINCODE, "bincode", "0.6"],
      [POSTCARD, "postcard", "0.7.1"],
    ] as const
  ) {
    const connection = new ConnectionLayout();
    deepStrictEqual([connection.codec, connection.layout], [null, null]);
    strictEqual(connection.of(payload), layout);
    for (const later of [OLD, BINCODE, POSTCARD]) strictEqual(connection.of(later), layout);
    strictEqual(connection.codec, codec);
  }
});

Deno.test("ConnectionLayout.greet() takes the layout of the release, and reports an unknown one", () => {
  const connection = new ConnectionLayout();
  connection.of(POSTCARD);
  strictEqual(connection.greet("0.7.0"), "0.7.0");
  strictEqual(connection.isUnknownRelease, false);
  strictEqual(connection.greet("0.7.99"), "0.7.1");
  strictEqual(connection.isUnknownRelease, true);
  strictEqual(connection.of(POSTCARD), "0.7.1");
});
