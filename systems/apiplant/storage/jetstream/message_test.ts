import { deepStrictEqual, match, throws } from "node:assert/strict";
import { draftsOf } from "../conformance/event_storage.ts";
import { StorageError } from "../roles.ts";
import { decodeAppend, encodeAppend } from "./message.ts";

const LOG = "0197c0de-0000-7000-8000-000000000000";

Deno.test("decodeAppend() gives the entries of encodeAppend() with their places and their own bytes", () => {
  const drafts = draftsOf(3);
  const { first, entries } = decodeAppend(encodeAppend(LOG, 41, drafts), LOG, 7);
  deepStrictEqual([first, entries], [42, drafts.map((draft, at) => ({ seq: 42 + at, ...draft }))]);
});

Deno.test("decodeAppend() refuses what no server of this log has appended, and names the message", () => {
  const good = new TextDecoder().decode(encodeAppend(LOG, 0, draftsOf(2)));
  const wrong: readonly [text: string, why: RegExp][] = [
    ["", /Message 7 of the stream is not an append of a log/],
    ["{}", /is not an append/],
    ["null", /is not an append/],
    [good.replace('"v":1', '"v":2'), /is not an append/],
    [good.split("\n").slice(0, 2).join("\n"), /is not an append/],
    [`${good}\n{}`, /is not an append/],
    [good.replace(LOG, "another"), /Message 7 of the stream is of the log another/],
  ];
  for (const [text, why] of wrong) {
    throws(() => decodeAppend(new TextEncoder().encode(text), LOG, 7), (error: Error) => {
      match(error.message, why);
      return error instanceof StorageError && error.code === "corrupt";
    });
  }
});
