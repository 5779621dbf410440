/**
 * Uses a wire package with the layout "next": bytes and messages in both directions, and a layout without additions.
 *
 * @module
 */
import { deepStrictEqual, strictEqual } from "node:assert/strict";

const wire = await import(`file://${Deno.args[0]}/mod.ts`);
const V1_2 = { major: 1, minor: 2 };

function answer(body: object): object {
  return { protocolVersion: V1_2, requestId: 1n, sessionId: null, done: true, body };
}

function there(layout: string, body: object): { hex: string; body: unknown } {
  const bytes = wire.encode("response", layout, answer(body));
  return { hex: bytes.toHex(), body: wire.decode("response", layout, bytes).envelope.body };
}

// The added field comes after the older ones, and only if the layout has it.
const databases = { type: "Databases", databases: [{ name: "a", isCurrent: true, owner: "me" }] };
const unowned = { type: "Databases", databases: [{ name: "a", isCurrent: true, owner: null }] };
deepStrictEqual(there("next", databases), {
  hex: "0102010001" + "0a" + "01" + "0161" + "01" + "01026d65",
  body: databases,
});
deepStrictEqual(there("0.8", databases), { hex: "0102010001" + "0a" + "01" + "0161" + "01", body: unowned });

// The inserted variant shifts later ones, and only if the layout has it.
const { numbers } = wire.describe("Icon").variants.find(({ name }: { name: string }) => name === "Database");
deepStrictEqual([numbers["0.8"], numbers["next"]], [12, 13]);

// The new message is encoded and decoded, and refused by name if the layout lacks it.
const temperature = { type: "Temperature", celsius: 1.5 };
deepStrictEqual(there("next", temperature), { hex: "0102010001" + "1f" + "000000000000f83f", body: temperature });
let refused = "";
try {
  wire.encode("response", "0.8", answer(temperature));
} catch (error) {
  refused = (error as { reason: string }).reason;
}
strictEqual(refused, "DriverResponseBody Temperature does not exist in layout 0.8");

// The new layout is found from the release that a host names.
deepStrictEqual(wire.layoutOf("postcard", "9.0.0"), { layout: "next", known: true });
deepStrictEqual(wire.layoutOf("postcard", "8.9.9"), { layout: "0.8", known: false });
