import { deepStrictEqual, ok } from "node:assert/strict";
import { encode, LAYOUTS } from "@fluxwire/wire";
import { seededDraw } from "../generate/draw.ts";
import { sentOf } from "./expected.ts";
import { spliced, splicesOf } from "./splices.ts";

Deno.test("spliced() applies cuts and insertions in order, within the payload", () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  deepStrictEqual(spliced(bytes, []), bytes);
  deepStrictEqual(
    spliced(bytes, [{ at: 1, remove: 2, insert: Uint8Array.of(9, 9, 9) }, {
      at: 4,
      remove: 1,
      insert: new Uint8Array(0),
    }]),
    Uint8Array.of(1, 9, 9, 9),
  );
  deepStrictEqual(spliced(bytes, [{ at: 9, remove: 9, insert: Uint8Array.of(5) }]), Uint8Array.of(1, 2, 3, 4, 5));
});

Deno.test("splicesOf() breaks messages in both codecs: some keep a header, some do not, some stay messages", () => {
  for (const layout of LAYOUTS) {
    const counts = { message: 0, header: 0, nothing: 0 };
    const payload = encode("request", layout, {
      protocolVersion: { major: 1, minor: 1 },
      requestId: 7n,
      body: { type: "Execute", request: { sql: "SELECT 1", params: [1n, ["x", null]] } },
    });
    for (let seed = 0; seed < 200; seed++) {
      const { header, isValid } = sentOf(spliced(payload, splicesOf(seededDraw(seed), layout, payload)), layout);
      counts[isValid ? "message" : header === null ? "nothing" : "header"]++;
    }
    ok(Object.values(counts).every((count) => count > 0), JSON.stringify(counts));
  }
});
