import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { encode } from "./codec.ts";
import { detectCodec } from "./detect.ts";
import { codecOf, type Layout } from "./layout.ts";

/** A small generator with a seed, so that a failure can be reproduced. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x6d2b79f5 | 0;
    return (state >>> 0) % below;
  };
}

function text(below: (n: number) => number, length: number): string {
  return Array.from({ length: below(length) }, () => String.fromCodePoint(1 + below(below(4) === 0 ? 0xd000 : 126)))
    .join("");
}

function generatedHello(layout: Layout, below: (n: number) => number): Uint8Array {
  const versions = Array.from({ length: below(4) }, () => ({ major: 1, minor: below(3) }));
  const capabilities = ["Cancellation", "ChunkedResults", "SchemaIntrospection", "MultiDatabase"] as const;
  return encode("request", layout, {
    protocolVersion: { major: 1, minor: below(3) },
    requestId: 0n,
    body: {
      type: "Hello",
      clientName: text(below, 40),
      clientVersion: text(below, 20),
      supportedVersions: versions,
      requestedCapabilities: capabilities.filter(() => below(2) === 0),
      authToken: below(2) === 0 ? null : text(below, 60),
    },
  });
}

for (const layout of ["0.5", "0.7.1"] as const) {
  Deno.test(`detectCodec() tells 10,000 generated Hellos of ${codecOf(layout)}`, () => {
    const below = random(20_261_121);
    const wrong: string[] = [];
    for (let i = 0; i < 10_000; i++) {
      const hello = generatedHello(layout, below);
      if (detectCodec(hello) !== codecOf(layout)) wrong.push(hello.toHex());
    }
    deepStrictEqual(wrong, []);
  });
}

Deno.test("detectCodec() detects the codec of every vector", () => {
  const lines = Deno.readTextFileSync(new URL("../../tests/vectors/dbflux-vectors.jsonl", import.meta.url)).trim();
  for (const line of lines.split("\n")) {
    const { name, codec, hex } = JSON.parse(line);
    if (/ req\b/.test(name)) strictEqual(detectCodec(Uint8Array.fromHex(hex)), codec, name);
  }
});

Deno.test("detectCodec() reads payloads that are too short or have an impossible header as postcard", () => {
  const ping = Uint8Array.fromHex("010001000000000000000000000003000000");
  strictEqual(detectCodec(ping), "bincode");
  strictEqual(detectCodec(ping.subarray(0, 17)), "postcard");
  for (const [at, value] of [[1, 1], [3, 1], [12, 2], [13, 2], [14, 56]] as const) {
    const changed = ping.slice();
    changed[at] = value;
    strictEqual(detectCodec(changed), "postcard", `byte ${at} = ${value}`);
  }
});
