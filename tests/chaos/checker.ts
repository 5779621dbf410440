/**
 * Whether a history is possible for a correct client and driver.
 *
 * @module
 */
import type { ChaosEvent } from "./history.ts";

/** The rules of a history. */
export type Rule =
  /** A call ends exactly once. */
  | "one-end"
  /** A request has one answer, or none if its connection broke. */
  | "one-answer"
  /** An answer belongs to a request on its connection. */
  | "asked-for"
  /** An answer belongs to the same session and call. */
  | "own-session"
  /** Nothing happens on an ended connection, or in a closed session. */
  | "nothing-after-close"
  /** A caller gets only what came over the wire. */
  | "nothing-invented";

/** A broken rule. */
export interface Violation {
  /** The rule. */
  rule: Rule;
  /** The event that breaks it; for a missing event, the one that lacks it. */
  event: ChaosEvent;
}

type EventOf<T extends ChaosEvent["type"]> = Extract<ChaosEvent, { type: T }>;

/** All broken rules of a history. */
export function check(events: readonly ChaosEvent[]): Violation[] {
  return [...checkCalls(events), ...checkWire(events), ...checkSessions(events)];
}

function checkCalls(events: readonly ChaosEvent[]): Violation[] {
  const violations: Violation[] = [];
  const open = new Map<string, EventOf<"call">>(), answered = new Set<string>();
  for (const event of events) {
    if (event.type === "call") open.set(event.nonce, event);
    if (event.type === "answer" && event.nonce !== null) answered.add(event.nonce);
    if (event.type !== "end") continue;
    const call = open.get(event.nonce);
    if (call === undefined || !open.delete(event.nonce)) violations.push({ rule: "one-end", event });
    if (event.seen === undefined) continue;
    if (!answered.has(event.seen.nonce)) violations.push({ rule: "nothing-invented", event });
    if (event.seen.nonce !== event.nonce || (call && event.seen.session !== call.session)) {
      violations.push({ rule: "own-session", event });
    }
  }
  return [...violations, ...[...open.values()].map((event) => ({ rule: "one-end" as const, event }))];
}

/** The state of one connection. */
interface Wire {
  requests: Map<bigint, EventOf<"request">>;
  answers: Set<bigint>;
  isOver: boolean;
}

function checkWire(events: readonly ChaosEvent[]): Violation[] {
  const violations: Violation[] = [], wires = new Map<number, Wire>();
  for (const event of events) {
    if (!("connection" in event)) continue;
    const wire = wires.get(event.connection) ?? { requests: new Map(), answers: new Set(), isOver: false };
    wires.set(event.connection, wire);
    if (wire.isOver) violations.push({ rule: "nothing-after-close", event });
    if (event.type === "request") wire.requests.set(event.id, event);
    if (event.type === "answer") violations.push(...checkAnswer(wire, event));
    if (event.type !== "closed") continue;
    wire.isOver = true;
    if (event.cause === "fault") continue;
    const unanswered = [...wire.requests.values()].filter(({ id }) => !wire.answers.has(id));
    violations.push(...unanswered.map((request) => ({ rule: "one-answer" as const, event: request })));
  }
  return violations;
}

function checkAnswer({ requests, answers }: Wire, event: EventOf<"answer">): Violation[] {
  const request = requests.get(event.id);
  if (request === undefined) return [{ rule: "asked-for", event }];
  const violations: Violation[] = answers.has(event.id) ? [{ rule: "one-answer", event }] : [];
  answers.add(event.id);
  const isOther = event.nonce !== null && event.nonce !== request.nonce;
  const isElsewhere = request.session !== null && event.session !== request.session;
  if (isOther || isElsewhere) violations.push({ rule: "own-session", event });
  return violations;
}

/** A call that begins after the end of its session may only fail. */
function checkSessions(events: readonly ChaosEvent[]): Violation[] {
  const closed = new Set<string>(), late = new Set<string>(), violations: Violation[] = [];
  for (const event of events) {
    if (event.type === "session-closed") closed.add(event.session);
    if (event.type === "call" && closed.has(event.session)) late.add(event.nonce);
    if (event.type === "end" && event.outcome === "answered" && late.has(event.nonce)) {
      violations.push({ rule: "nothing-after-close", event });
    }
  }
  return violations;
}
