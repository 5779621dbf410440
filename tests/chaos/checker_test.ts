import { deepStrictEqual } from "node:assert/strict";
import { check, type Rule } from "./checker.ts";
import type { ChaosEvent } from "./history.ts";

/** Two sessions on one connection, one call each, and a third call that fails because its session is closed. */
const GOOD: readonly ChaosEvent[] = [
  { type: "request", connection: 1, id: 1n, session: null, nonce: null },
  { type: "answer", connection: 1, id: 1n, session: "s", nonce: null },
  { type: "call", nonce: "a", session: "s" },
  { type: "request", connection: 1, id: 2n, session: "s", nonce: "a" },
  { type: "call", nonce: "b", session: "t" },
  { type: "request", connection: 1, id: 3n, session: "t", nonce: "b" },
  { type: "answer", connection: 1, id: 3n, session: "t", nonce: "b" },
  { type: "end", nonce: "b", outcome: "answered", seen: { nonce: "b", session: "t" } },
  { type: "answer", connection: 1, id: 2n, session: "s", nonce: "a" },
  { type: "end", nonce: "a", outcome: "answered", seen: { nonce: "a", session: "s" } },
  { type: "session-closed", session: "s" },
  { type: "call", nonce: "c", session: "s" },
  { type: "request", connection: 1, id: 4n, session: "s", nonce: "c" },
  { type: "answer", connection: 1, id: 4n, session: "s", nonce: null },
  { type: "end", nonce: "c", outcome: "failed" },
  { type: "closed", connection: 1, cause: "drained" },
];

function changed(at: number, ...events: ChaosEvent[]): ChaosEvent[] {
  return [...GOOD.slice(0, at), ...events, ...GOOD.slice(at + 1)];
}

function rules(events: readonly ChaosEvent[]): Rule[] {
  return check(events).map(({ rule }) => rule);
}

Deno.test("check() finds nothing wrong with a good history", () => {
  deepStrictEqual(check(GOOD), []);
});

Deno.test("check() allows unanswered requests on a broken connection", () => {
  const events = GOOD.filter((event) => event.type !== "answer" || event.id !== 4n);
  deepStrictEqual(rules(events), ["one-answer"]);
  deepStrictEqual(rules([...events.slice(0, -1), { type: "closed", connection: 1, cause: "fault" }]), []);
});

const PLANTED: readonly [string, Rule[], readonly ChaosEvent[]][] = [
  ["a call without an end", ["one-end"], changed(14)],
  ["a call that ends twice", ["one-end"], changed(14, GOOD[14]!, GOOD[14]!)],
  ["a request that is answered twice", ["one-answer"], changed(13, GOOD[13]!, GOOD[13]!)],
  [
    "an answer to nothing",
    ["asked-for"],
    changed(13, GOOD[13]!, {
      type: "answer",
      connection: 1,
      id: 9n,
      session: "s",
      nonce: null,
    }),
  ],
  [
    "an answer in another session",
    ["own-session"],
    changed(6, {
      type: "answer",
      connection: 1,
      id: 3n,
      session: "s",
      nonce: "b",
    }),
  ],
  [
    "a caller who gets another call's answer",
    ["own-session"],
    changed(9, {
      type: "end",
      nonce: "a",
      outcome: "answered",
      seen: { nonce: "b", session: "s" },
    }),
  ],
  [
    "an answer after the connection's end",
    ["nothing-after-close"],
    [...GOOD, GOOD[13]!].toSpliced(13, 1, {
      type: "closed",
      connection: 1,
      cause: "fault",
    }).filter((_, i) => i !== 15),
  ],
  [
    "an answer after the session's end",
    ["nothing-after-close"],
    changed(13, {
      type: "answer",
      connection: 1,
      id: 4n,
      session: "s",
      nonce: "c",
    }).map((event) =>
      event.type === "end" && event.nonce === "c"
        ? { ...event, outcome: "answered" as const, seen: { nonce: "c", session: "s" } }
        : event
    ),
  ],
  [
    "an answer that never came over the wire",
    ["nothing-invented"],
    changed(8, {
      type: "answer",
      connection: 1,
      id: 2n,
      session: "s",
      nonce: null,
    }),
  ],
];

for (const [name, expected, events] of PLANTED) {
  Deno.test(`check() finds ${name}, and nothing else`, () => deepStrictEqual(rules(events), expected));
}
