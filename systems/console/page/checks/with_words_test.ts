import { deepStrictEqual } from "node:assert/strict";
import type { ShownCheck } from "@fluxwire/console/api";
import { withWords } from "./with_words.ts";

const RESULTS = [
  { id: "sessions.open", layout: "0.7.1", verdict: "failed", message: "Expected SessionOpened" },
  { id: "sessions.ping", layout: "0.7.1", verdict: "blocked", message: "it needs sessions.open, which failed" },
  { id: "sessions.open", layout: "0.7.0", verdict: "expected-failure", message: null },
].map((one) => one as ShownCheck);

/** The places of the results that words choose. */
function found(words: string): number[] {
  return withWords(RESULTS, words).map((one) => RESULTS.indexOf(one));
}

Deno.test("withWords() chooses results by all words, in verdict, id and reason, and by whole layouts", () => {
  deepStrictEqual(found(" "), [0, 1, 2]);
  deepStrictEqual(found("FAILED"), [0, 1]);
  deepStrictEqual(found("sessions.open 0.7.0"), [2]);
  deepStrictEqual(found("0.7"), []);
  deepStrictEqual(found("expected"), [0, 2]);
  deepStrictEqual(found("expected sessionopened"), [0]);
  deepStrictEqual(found("no.such"), []);
});
