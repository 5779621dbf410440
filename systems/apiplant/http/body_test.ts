import { deepStrictEqual, equal, throws } from "node:assert/strict";
import { Refusal } from "../commit/refusal.ts";
import { parseBody } from "./body.ts";

const encoder = new TextEncoder();

Deno.test("parseBody() takes the character that stands for bytes which are not UTF-8, and refuses such bytes", () => {
  equal(parseBody(encoder.encode('"a\ufffd\u00e9"')), "a\ufffd\u00e9");
  const refusals: [number[], number][] = [[[0x22, 0xff, 0x22], 1], [[0x22, 0xef, 0xbf, 0xbd, 0xef, 0xbf, 0x22], 6]];
  for (const [bytes, offset] of refusals) {
    throws(() => parseBody(new Uint8Array(bytes)), (error) => {
      if (!(error instanceof Refusal)) return false;
      equal(error.code, "malformed");
      deepStrictEqual(error.details, { offset });
      return true;
    });
  }
});
