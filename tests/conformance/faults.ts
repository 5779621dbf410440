/**
 * The expected results of the conformance suite: for each fault of the mock driver the checks that fail, and no others.
 *
 * @module
 */
import type { Suite } from "../../packages/testing/conformance/check.ts";

/** A fault, and the checks that find it. */
export interface FoundFault {
  /** `NAME` or `NAME:N`. */
  fault: string;
  /** The failing checks; those that need them are blocked. */
  fails: readonly string[];
  /**
   * The checks to run.
   *
   * @default {"full"}
   */
  suite?: Suite;
}

const TOKENS = ["wrong", "missing", "part", "longer"].map((name) => `handshake.token-${name}`);
/** The strict checks that fail for a driver that closes the connection instead of answering. */
const ANSWERED = [
  ...["errors.broken-text", "errors.cut-request", "errors.unknown-request"],
  ...["collection-filter", "count-filter", "document-delete", "document-insert", "document-update"]
    .map((name) => `hazards.${name}`),
  ...["hazards.plan-types", "hazards.table-indexes", "limits.announced", "limits.depth", "limits.values"],
].map((id) => `${id}-answered`);

/** Faults that are found quickly. */
export const FOUND_FAULTS: readonly FoundFault[] = [
  { fault: "silent-accept", fails: ["handshake.hello"] },
  { fault: "closes-at-accept", fails: ["handshake.hello"] },
  { fault: "small-talk", fails: ["handshake.hello"] },
  { fault: "refuses-token", fails: ["handshake.hello"] },
  { fault: "ignores-token", fails: TOKENS },
  { fault: "wrong-version", fails: ["version.offered"] },
  { fault: "hang", fails: ["envelopes.answered"] },
  { fault: "oversize", fails: ["envelopes.answered"] },
  { fault: "empty-frame", fails: ["envelopes.answered"] },
  { fault: "half-frame-close", fails: ["envelopes.answered"] },
  { fault: "half-frame-silence", fails: ["envelopes.answered"] },
  { fault: "wrong-codec", fails: ["layouts.codec"] },
  { fault: "wrong-id", fails: ["envelopes.request-id"] },
  { fault: "unsolicited", fails: ["envelopes.request-id"] },
  { fault: "garbage", fails: ["envelopes.request-id"] },
  { fault: "unknown-variant", fails: ["envelopes.request-id"] },
  { fault: "truncated-body", fails: ["envelopes.request-id"] },
  { fault: "version-drift", fails: ["envelopes.version"] },
  { fault: "not-done", fails: ["envelopes.done"] },
  { fault: "duplicate-answer", fails: ["envelopes.one-answer"] },
  { fault: "audit-done", fails: ["envelopes.one-answer"] },
  { fault: "wrong-type", fails: ["envelopes.answer-type"] },
  { fault: "bad-utf8", fails: ["envelopes.answer-type"] },
  { fault: "wrong-session", fails: ["envelopes.session"] },
  { fault: "trailing-bytes", fails: ["frames.nothing-left-over"] },
  { fault: "out-of-order", fails: ["frames.two-in-one-write"] },
  { fault: "session-leak", fails: ["sessions.closed"] },
  { fault: "session-lost:20", fails: ["sessions.lasts"] },
  {
    fault: "answer-after-close",
    fails: ["sessions.closed", "sessions.closed-quiet", "sessions.close-one", "sessions.reopen"],
  },
  { fault: "chunks", fails: ["queries.execute"] },
  { fault: "count-bomb", fails: ["queries.execute"] },
  { fault: "ragged-rows", fails: ["queries.cells"] },
  { fault: "duplicate-rows", fails: ["queries.one-row"] },
  { fault: "lost-rows", fails: ["queries.one-row"] },
  { fault: "with-without-rows", fails: ["queries.with"] },
  { fault: "closes-beyond-frame", fails: ["queries.beyond-frame"] },
  { fault: "outside-schemas", fails: ["tree.shown"] },
  { fault: "reversed-rows", fails: ["queries.rows"] },
  { fault: "null-as-text", fails: ["queries.null", "queries.param-null", "queries.table-values"] },
  {
    fault: "lossy-integers",
    fails: [
      "queries.integer-beyond-doubles",
      "queries.integer-greatest",
      "queries.param-integer",
      "queries.table-values",
    ],
  },
  {
    fault: "wrong-count",
    fails: [
      "queries.affected",
      "browse.count",
      "browse.count-collection",
      "writes.insert",
      "writes.update",
      "writes.delete",
    ],
  },
  { fault: "cancel-kills-next", fails: ["cancel.next-lives"] },
  { fault: "audit-malformed", fails: ["audit.named", "audit.details"] },
];

/** Faults that take longer to find: time must pass, or much must be read. */
export const SLOWLY_FOUND_FAULTS: readonly FoundFault[] = [
  { fault: "closes-after", fails: ["envelopes.answered"] },
  { fault: "cancel-ignored", fails: ["cancel.running"] },
  { fault: "late-result", fails: ["cancel.next-lives", "cancel.nothing-behind", "errors.every-request"] },
  {
    fault: "hides-errors",
    fails: [
      "handshake.execute-before-hello",
      "sessions.closed",
      "sessions.none",
      "sessions.unknown",
      "queries.nonsense",
      "cancel.running",
    ],
  },
  { fault: "one-at-a-time", fails: ["sockets.waiting-connection", "sockets.second-connection"] },
  { fault: "depth-bomb", fails: ["queries.execute"] },
  { fault: "audit-flood", fails: ["audit.rate"] },
  { fault: "closes-on-unreadable", suite: "strict", fails: ANSWERED },
  { fault: "slow", fails: [] },
  { fault: "slowloris", fails: [] },
  { fault: "planted-nul", fails: ["queries.nul"] },
  { fault: "planted-highest-id", fails: ["envelopes.id-greatest"] },
  { fault: "planted-deep-value", fails: ["limits.depth-allowed"] },
  { fault: "planted-empty-text", fails: ["queries.empty", "errors.every-request"] },
];
