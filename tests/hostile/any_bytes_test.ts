import { ok } from "node:assert/strict";
import { detectCodec, encode, type Layout, LAYOUTS, type Role } from "@fluxwire/wire";
import { ROLES } from "../../packages/wire/codec.ts";
import { type Draw, oneOf, seededDraw } from "../../packages/testing/generate/draw.ts";
import { bodiesOf, messageOf } from "../../packages/testing/generate/message_of.ts";
import { assertWritable, outcomeOf } from "./outcome.ts";

/** The number of payloads of each kind. The seed of each is its number, and part of every failure. */
const PAYLOADS = 10_000;

/** Decodes a payload in every role, and encodes the result. */
function read(layout: Layout, payload: Uint8Array, label: string): number {
  let messages = 0;
  for (const role of ROLES) {
    const { envelope } = outcomeOf(role, layout, payload, `${label} as ${role} (${layout})`);
    if (envelope === null) continue;
    assertWritable(role, layout, envelope, `${label} as ${role} (${layout})`);
    messages++;
  }
  return messages;
}

Deno.test("any bytes give an error or a message, in any layout and role", () => {
  for (let seed = 1; seed <= PAYLOADS; seed++) {
    const draw = seededDraw(seed);
    // Small numbers look like counts, tags and variants.
    const highest = oneOf(draw, [3, 16, 255]);
    const payload = Uint8Array.from({ length: draw.integer(0, 80) }, () => draw.integer(0, highest));
    read(oneOf(draw, LAYOUTS), payload, `bytes of seed ${seed}`);
    ok(/^(bincode|postcard)$/.test(detectCodec(payload)));
  }
});

Deno.test("any message with changed, doubled, moved or lost bytes gives an error or a message", () => {
  const bodies = new Map<string, string[]>();
  const bodyOf = (draw: Draw, role: Role, layout: Layout) => {
    const key = `${role} ${layout}`;
    if (!bodies.has(key)) bodies.set(key, bodiesOf(role, layout));
    return oneOf(draw, bodies.get(key)!);
  };
  let messages = 0;
  for (let seed = 1; seed <= PAYLOADS; seed++) {
    const draw = seededDraw(seed);
    const layout = oneOf(draw, LAYOUTS.slice(1)), role = oneOf(draw, ROLES);
    let payload: Uint8Array = encode(role, layout, messageOf(draw, role, layout, bodyOf(draw, role, layout)));
    for (let i = draw.integer(1, 4); i > 0; i--) payload = changed(draw, payload);
    messages += read(layout, payload, `message of seed ${seed}`);
  }
  ok(messages > PAYLOADS / 10, `${messages} of ${PAYLOADS} were still messages`);
});

function changed(draw: Draw, bytes: Uint8Array): Uint8Array {
  const [from, to] = [draw.integer(0, bytes.length), draw.integer(0, bytes.length)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const part = bytes.subarray(from, to);
  const inserted = [
    part.map(() => draw.integer(0, 255)),
    new Uint8Array([...part, ...part]),
    part.toReversed(),
    new Uint8Array(0),
  ];
  return new Uint8Array([...bytes.subarray(0, from), ...oneOf(draw, inserted), ...bytes.subarray(to)]);
}
