import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  decode,
  encode,
  fromExactJson,
  type Layout,
  LAYOUTS,
  MalformedError,
  type Role,
  SCHEMA,
  toExactJson,
} from "@fluxwire/wire";
import { ROLES } from "../../packages/wire/codec.ts";
import { asRead, LayoutLacksError } from "./as_read.ts";
import { seededDraw } from "../../packages/testing/generate/draw.ts";
import { bodiesOf, messageOf } from "../../packages/testing/generate/message_of.ts";

/** The number of messages of each body, role and layout. A message's seed is its number, and part of every failure. */
const MESSAGES = 20;
/** A body that contains twenty kinds of mutations: it gets so many times the messages. */
const MANIFOLD = "PlanSemantic", MANIFOLD_TIMES = 12;

/** The variants that contain a JSON value (H4). */
const IMPOSSIBLE: readonly string[] = [
  "DriverRequestBody.UpdateDocument",
  "DriverRequestBody.DeleteDocument",
  "MutationRequest.DocumentUpdate",
  "MutationRequest.DocumentDelete",
];

function layoutsOf(role: Role): Layout[] {
  return LAYOUTS.filter((layout) => !(role.startsWith("auth-") && layout === "0.4"));
}

/** Calls `test` with messages of every body that the role has in a layout. */
function forEachMessage(
  role: Role,
  layouts: readonly Layout[],
  test: (message: ReturnType<typeof messageOf>, layout: Layout, label: string) => void,
): void {
  let seed = 0;
  for (const layout of layouts) {
    for (const body of bodiesOf(role, layout)) {
      for (let i = body === MANIFOLD ? MESSAGES * MANIFOLD_TIMES : MESSAGES; i > 0; i--) {
        const label = `${role} ${body} in layout ${layout}, seed ${++seed}`;
        test(messageOf(seededDraw(seed), role, layout, body), layout, label);
      }
    }
  }
}

Deno.test("the messages have every variant of the tables that can cross the wire", () => {
  const made = new Set<unknown>();
  const collect = (value: unknown): void => {
    made.add(value);
    if (value instanceof Uint8Array || typeof value !== "object" || value === null) return;
    (value instanceof Map ? [...value.values()] : Object.values(value)).forEach(collect);
  };
  for (const role of ROLES) forEachMessage(role, layoutsOf(role), collect);
  const missing = Object.entries(SCHEMA).flatMap(([name, definition]) =>
    "variants" in definition
      ? definition.variants.filter((one) => !made.has(one.name)).map((one) => `${name}.${one.name}`)
      : []
  );
  deepStrictEqual(missing, IMPOSSIBLE);
});

for (const role of ROLES) {
  Deno.test(`any ${role} of the tables is decoded as it was encoded, in its layout`, () => {
    forEachMessage(role, layoutsOf(role), (message, layout, label) => {
      const bytes = encode(role, layout, message);
      const { envelope, pass } = decode(role, layout, bytes);
      deepStrictEqual(envelope, message, label);
      strictEqual(pass, "strict", label);
      strictEqual(encode(role, layout, envelope).toHex(), bytes.toHex(), label);
    });
  });

  Deno.test(`any ${role} of the tables is decoded as it was encoded, through exact JSON`, () => {
    forEachMessage(role, ["0.8"], (message, _layout, label) => {
      deepStrictEqual(fromExactJson(role, toExactJson(role, message)), message, label);
    });
  });

  Deno.test(`any ${role} is encoded in every other layout with its defaults and masks, or refused by name`, () => {
    const counts = { read: 0, refused: 0 };
    forEachMessage(role, layoutsOf(role), (message, from, label) => {
      for (const to of layoutsOf(role).filter((layout) => layout !== from)) {
        const expected = projected(role, to, message);
        if (expected === null) {
          refusedByName(() => encode(role, to, message), to, `${label}, written in ${to}`);
          counts.refused++;
        } else {
          deepStrictEqual(decode(role, to, encode(role, to, message)).envelope, expected, `${label}, written in ${to}`);
          counts.read++;
        }
      }
    });
    ok(counts.read > 100, JSON.stringify(counts));
  });
}

function projected(role: Role, layout: Layout, message: unknown): unknown {
  try {
    return asRead(role, layout, message);
  } catch (error) {
    if (error instanceof LayoutLacksError) return null;
    throw error;
  }
}

function refusedByName(action: () => unknown, layout: Layout, label: string): void {
  try {
    action();
  } catch (error) {
    ok(error instanceof MalformedError, `${label}: ${error}`);
    ok(error.reason.endsWith(` does not exist in layout ${layout}`), `${label}: ${error.message}`);
    return;
  }
  throw new Error(`${label} was written`);
}
