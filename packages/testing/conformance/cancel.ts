/**
 * Checks of cancelling: the running statement ends, and nothing else does.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import { refuseEcho } from "./runner/echo.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { execute } from "./runner/execute.ts";
import { expect, expectSame, NotApplicable } from "./runner/violation.ts";

/** Endless statements, in several dialects. */
const ENDLESS: readonly string[] = [
  "SELECT sleep(600000)",
  "SELECT pg_sleep(600)",
  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
  "BLPOP fluxwire:conformance:missing 0",
  "BLPOP fluxwire:conformance:missing 600",
];

/** How long a statement must run without an answer to count as endless, in milliseconds: errors come sooner. */
const SILENCE_MS = 150;
/** The same in times that a statement takes which ends: on a busy machine errors come late. */
const SILENCE_TIMES = 10;
/** How often it must do so: a driver's process may stand still for as long on a busy machine, before it answers an error. */
const TRIALS = 2;

/** A running statement. */
interface Running {
  /** Its session. */
  end: HostEnd;
  /** Its request. */
  requestId: bigint;
}

/** Starts an endless statement on a session that no later check uses: some databases lose the session with it. */
async function startEndless(bench: Bench): Promise<Running> {
  const { facts } = bench;
  if (facts.endlessStatement === null) await findEndless(bench);
  const end = await bench.freshSession(), requestId = end.nextId();
  await end.send(end.payload(execute(facts.endlessStatement!), { requestId }));
  return { end, requestId };
}

/** Finds an endless statement: one that is not answered, each time that it is tried. */
async function findEndless(bench: Bench): Promise<void> {
  const { subject, facts } = bench;
  for (const sql of [...subject.endlessStatements ?? [], ...ENDLESS]) {
    let isSilent = true;
    for (let trial = 0; trial < TRIALS && isSilent; trial++) isSilent = await staysSilent(bench, sql);
    if (!isSilent) continue;
    facts.endlessStatement = sql;
    return;
  }
  throw new NotApplicable("no endless statement is known");
}

/** Runs a statement on a session of its own: whether there is no immediate answer, which an error would be. */
async function staysSilent(bench: Bench, sql: string): Promise<boolean> {
  const end = await bench.freshSession(), begunAt = performance.now();
  await end.call(execute(bench.facts.statement!));
  const silenceMs = Math.max(SILENCE_MS, SILENCE_TIMES * (performance.now() - begunAt));
  const requestId = end.nextId();
  await end.send(end.payload(execute(sql), { requestId }));
  const answer = end.answerTo("Execute", requestId);
  if (await within(answer, silenceMs) !== TIMED_OUT) return false;
  end.close();
  answer.catch(() => {});
  return true;
}

/** Takes the two answers after a cancel, in either order; gives the code of the statement's error. */
async function cancelled({ end, requestId }: Running, cancelId: bigint): Promise<string> {
  let code: string | null = null, isAnswered = false;
  while (code === null || !isAnswered) {
    const { requestId: id, body, done } = await end.receiveAnswer("an answer to CancelActive or Execute");
    expect(done, `Expected an answer that is done, found ${body.type} that is not`);
    expect(
      id === requestId || id === cancelId,
      `Expected an answer to request ${requestId} or ${cancelId}, found ${id}`,
    );
    if (id === requestId) {
      expect(body.type === "Error", `Expected the statement to end with an error, found ${body.type}`);
      code = body.code;
    } else {
      if (body.type === "Error" && body.code === "UnsupportedMethod") throw new NotApplicable(body.message);
      expect(body.type === "Cancelled", `Expected Cancelled as the answer to CancelActive, found ${body.type}`);
      isAnswered = true;
    }
  }
  return code;
}

/** Cancels over the statement's own connection. */
async function cancel(running: Running): Promise<string> {
  const { end } = running, cancelId = end.nextId();
  await end.send(end.payload({ type: "CancelActive" }, { requestId: cancelId }));
  return await cancelled(running, cancelId);
}

/** The checks of cancelling. */
export const CANCEL_CHECKS: CheckTable = {
  "cancel.idle": {
    section: "methods",
    suite: "full",
    text: "CancelActive is answered when nothing runs",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.session()).call({ type: "CancelActive" }),
  },
  "cancel.announced": {
    section: "methods",
    suite: "full",
    text: "A driver that announces Cancellation takes CancelActive",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      if (!end.hello!.capabilities.includes("Cancellation")) {
        throw new NotApplicable("it does not announce Cancellation");
      }
      refuseEcho(end, bench.subject.token);
      const { envelope: { body } } = await end.ask({ type: "CancelActive" });
      expectSame("the answer to CancelActive to be", body.type, "Cancelled");
    },
  },
  "cancel.next-lives": {
    section: "methods",
    suite: "full",
    text: "The statement after a cancel runs",
    needs: ["cancel.idle", "queries.execute"],
    async run(bench) {
      const end = await bench.session();
      await end.call({ type: "CancelActive" });
      await end.call(execute(bench.facts.statement!));
    },
  },
  "cancel.nothing-behind": {
    section: "envelopes",
    suite: "full",
    text: "A cancel gets exactly one answer",
    needs: ["cancel.idle", "queries.execute"],
    async run(bench) {
      const end = await bench.session();
      await end.call(execute(bench.facts.statement!));
      await end.call({ type: "CancelActive" });
      await end.expectQuiet();
    },
  },
  "cancel.clean-up": {
    section: "methods",
    suite: "full",
    text: "CleanupAfterCancel is answered with CleanupComplete",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.session()).call({ type: "CleanupAfterCancel" }),
  },
  "cancel.handle": {
    section: "methods",
    suite: "full",
    text: "Cancel of an unknown handle is answered, and the session lives",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      await end.ask({ type: "Cancel", handleId: "0badcafe-0000-4000-8000-00000000beef" });
      await end.call(execute(bench.facts.statement!));
    },
  },
  "cancel.without-session": {
    section: "errors",
    suite: "full",
    text: "CancelActive without a session is answered, and the connection lives",
    needs: ["cancel.nothing-behind"],
    async run(bench) {
      const end = await bench.greeted();
      await end.ask({ type: "CancelActive" });
      await end.expectQuiet();
    },
  },
  "cancel.running": {
    section: "methods",
    suite: "full",
    text: "CancelActive ends a running statement with an error",
    needs: ["cancel.next-lives", "queries.execute"],
    run: async (bench) => void await cancel(await startEndless(bench)),
  },
  "cancel.running-code": {
    section: "errors",
    suite: "full",
    text: "A cancelled statement is answered with Cancelled",
    needs: ["cancel.running"],
    run: async (bench) => expectSame("the error to be", await cancel(await startEndless(bench)), "Cancelled"),
  },
  "cancel.session-lives": {
    section: "methods",
    suite: "full",
    text: "A session works after a statement was cancelled",
    needs: ["cancel.running"],
    async run(bench) {
      const running = await startEndless(bench);
      await cancel(running);
      await running.end.ask({ type: "CleanupAfterCancel" });
      await running.end.call(execute(bench.facts.statement!));
    },
  },
  "cancel.other-connection": {
    section: "methods",
    suite: "strict",
    text: "CancelActive may come over another connection, with the session's id",
    needs: ["cancel.running", "sockets.second-connection"],
    async run(bench) {
      const running = await startEndless(bench);
      await (await bench.greeted()).call({ type: "CancelActive" }, { sessionId: running.end.sessionId });
      const { envelope: { body } } = await running.end.answerTo("Execute", running.requestId);
      expect(body.type === "Error", `Expected the statement to end with an error, found ${body.type}`);
    },
  },
  "cancel.others-live": {
    section: "methods",
    suite: "full",
    text: "Cancelling one session's statement leaves other sessions alone",
    needs: ["cancel.running", "sockets.second-connection"],
    async run(bench) {
      const other = await bench.freshSession();
      const running = await startEndless(bench);
      await cancel(running);
      await other.call(execute(bench.facts.statement!));
    },
  },
  "cancel.closing": {
    section: "sessions",
    suite: "full",
    text: "A session can be closed while a statement runs",
    needs: ["cancel.running"],
    async run(bench) {
      const { end } = await startEndless(bench), closeId = end.nextId();
      await end.send(end.payload({ type: "CloseSession" }, { requestId: closeId }));
      for (;;) {
        const { requestId, body } = await end.receiveAnswer("an answer to CloseSession");
        if (requestId !== closeId) continue;
        expectSame("the answer to CloseSession to be", body.type, "SessionClosed");
        return;
      }
    },
  },
  "cancel.time-is-up": {
    section: "errors",
    suite: "full",
    text: "A statement's time-out ends it with Timeout",
    needs: ["cancel.running"],
    async run(bench) {
      const end = await bench.freshSession();
      const request = { sql: bench.facts.endlessStatement!, params: [], statementTimeoutMs: 100n };
      expectSame("the error to be", (await end.fails({ type: "Execute", request })).code, "Timeout");
    },
  },
  "cancel.left-alone": {
    section: "sessions",
    suite: "full",
    text: "A connection that ends while a statement runs does not keep later ones from being served",
    needs: ["cancel.running"],
    async run(bench) {
      (await startEndless(bench)).end.close();
      await (await bench.freshSession()).call(execute(bench.facts.statement!));
    },
  },
};
