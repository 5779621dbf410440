/**
 * Checks of open sessions: their ids, what they say of themselves, and that they last.
 *
 * @module
 */
import { describe } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import { execute } from "./runner/execute.ts";
import { expect, expectSame } from "./runner/violation.ts";

/** The number of calls that a session must survive. */
const MANY_CALLS = 40;

/** The checks of sessions. */
export const SESSION_CHECKS: CheckTable = {
  "sessions.open": {
    section: "sessions",
    suite: "core",
    text: "OpenSession is answered with SessionOpened",
    needs: ["handshake.hello", "version.offered"],
    run: async (bench) => void await bench.freshSession(),
  },
  "sessions.id": {
    section: "sessions",
    suite: "core",
    text: "SessionOpened has the session's id in its envelope, too",
    needs: ["sessions.open"],
    async run(bench) {
      const end = await bench.greeted();
      const { envelope } = await end.ask(bench.openBody(end));
      expect(envelope.body.type === "SessionOpened", `Expected SessionOpened, found ${envelope.body.type}`);
      expectSame("the session of the envelope to be", envelope.sessionId ?? null, envelope.body.sessionId);
    },
  },
  "sessions.fresh-ids": {
    section: "sessions",
    suite: "core",
    text: "Every session has an id of its own",
    needs: ["sessions.open"],
    async run(bench) {
      const first = await bench.freshSession();
      first.close();
      const second = await bench.freshSession();
      expect(first.sessionId !== second.sessionId, `Expected two ids, found ${first.sessionId} twice`);
    },
  },
  "sessions.kind": {
    section: "sessions",
    suite: "core",
    text: "A session has the kind from Hello",
    needs: ["sessions.open"],
    async run(bench) {
      const { opened, hello } = await bench.session();
      expectSame("the session's kind to be", opened!.kind, hello!.driverKind);
    },
  },
  "sessions.capabilities": {
    section: "sessions",
    suite: "full",
    text: "A session has no capability beyond those of Hello: settings show Hello's",
    needs: ["sessions.open"],
    async run(bench) {
      const { opened, hello } = await bench.session();
      const more = opened!.metadata.capabilities & ~hello!.driverMetadata.capabilities;
      const set = describe("DriverCapabilities"), flags = set?.kind === "flags" ? set.flags : [];
      const names = flags.filter(({ bit }) => more >> BigInt(bit) & 1n).map(({ name }) => name);
      expect(more === 0n, `Expected the capabilities of Hello, found also ${names.join(", ") || more}`);
    },
  },
  "sessions.ping": {
    section: "methods",
    suite: "core",
    text: "A session answers Ping with Pong",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.session()).call({ type: "Ping" }),
  },
  "sessions.ping-outside": {
    section: "methods",
    suite: "strict",
    text: "Ping is answered without a session, too",
    needs: ["sessions.ping"],
    async run(bench) {
      await (await bench.greeted()).call({ type: "Ping" });
    },
  },
  "sessions.lasts": {
    section: "sessions",
    suite: "core",
    text: "A session survives forty calls",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.freshSession();
      for (let i = 0; i < MANY_CALLS; i++) await end.call(execute(bench.facts.statement!));
    },
  },
  "sessions.several": {
    section: "sessions",
    suite: "full",
    text: "One connection may have several sessions",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.freshSession();
      const first = end.sessionId;
      await bench.open(end);
      expect(end.sessionId !== first, `Expected two ids, found ${first} twice`);
      await end.call({ type: "Ping" });
      await end.call({ type: "Ping" }, { sessionId: first });
    },
  },
};
