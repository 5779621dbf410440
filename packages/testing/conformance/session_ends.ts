/**
 * Checks of closed sessions, and of requests without a session of their own.
 *
 * @module
 */
import type { CheckTable } from "./check.ts";
import { execute } from "./runner/execute.ts";
import { expectSame } from "./runner/violation.ts";

const UNKNOWN_SESSION = "0badcafe-0000-4000-8000-00000000beef";

/** The checks of how sessions end. */
export const SESSION_END_CHECKS: CheckTable = {
  "sessions.close": {
    section: "methods",
    suite: "core",
    text: "CloseSession is answered with SessionClosed",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.freshSession()).call({ type: "CloseSession" }),
  },
  "sessions.closed": {
    section: "sessions",
    suite: "core",
    text: "A closed session runs nothing",
    needs: ["sessions.close", "queries.execute"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      await end.refuses(execute(bench.facts.statement!));
    },
  },
  "sessions.closed-quiet": {
    section: "envelopes",
    suite: "core",
    text: "No frame follows SessionClosed",
    needs: ["sessions.close", "queries.execute"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call(execute(bench.facts.statement!));
      await end.call({ type: "CloseSession" });
      await bench.open(end);
      await end.expectQuiet();
    },
  },
  "sessions.closed-code": {
    section: "errors",
    suite: "strict",
    text: "A closed session is answered with SessionNotFound",
    needs: ["sessions.closed"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      expectSame("the error to be", (await end.refuses(execute(bench.facts.statement!))).code, "SessionNotFound");
    },
  },
  "sessions.closed-twice": {
    section: "errors",
    suite: "strict",
    text: "A closed session cannot be closed again",
    needs: ["sessions.close"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      expectSame("the error to be", (await end.refuses({ type: "CloseSession" })).code, "SessionNotFound");
    },
  },
  "sessions.close-one": {
    section: "sessions",
    suite: "full",
    text: "Closing one session leaves the others of the connection alone",
    needs: ["sessions.several", "sessions.close"],
    async run(bench) {
      const end = await bench.freshSession();
      const first = end.sessionId;
      await bench.open(end);
      await end.call({ type: "CloseSession" }, { sessionId: first });
      await end.call({ type: "Ping" });
    },
  },
  "sessions.reopen": {
    section: "sessions",
    suite: "core",
    text: "A connection may open a session after closing one",
    needs: ["sessions.close"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      await bench.open(end);
      await end.call({ type: "Ping" });
    },
  },
  "sessions.none": {
    section: "errors",
    suite: "core",
    text: "A statement without a session is refused",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.greeted()).refuses(execute("SELECT 1")),
  },
  "sessions.none-code": {
    section: "errors",
    suite: "strict",
    text: "A statement without a session is answered with SessionNotFound",
    needs: ["sessions.none"],
    async run(bench) {
      expectSame(
        "the error to be",
        (await (await bench.greeted()).refuses(execute("SELECT 1"))).code,
        "SessionNotFound",
      );
    },
  },
  "sessions.unknown": {
    section: "errors",
    suite: "core",
    text: "A statement for an unknown session is refused",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      await (await bench.greeted()).refuses(execute("SELECT 1"), { sessionId: UNKNOWN_SESSION });
    },
  },
  "sessions.unknown-code": {
    section: "errors",
    suite: "full",
    text: "A statement for an unknown session is answered with SessionNotFound",
    needs: ["sessions.unknown"],
    async run(bench) {
      const { code } = await (await bench.greeted()).refuses(execute("SELECT 1"), { sessionId: UNKNOWN_SESSION });
      expectSame("the error to be", code, "SessionNotFound");
    },
  },
  "sessions.foreign": {
    section: "sessions",
    suite: "strict",
    text: "A session of another connection cannot be used",
    needs: ["sockets.second-connection", "queries.execute"],
    async run(bench) {
      const { sessionId } = await bench.freshSession();
      await (await bench.greeted()).refuses(execute(bench.facts.statement!), { sessionId });
    },
  },
};
