/**
 * Checks of connections: that they are accepted, and what happens to silent ones.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";
import type { CheckTable } from "./check.ts";
import { expect, NotApplicable } from "./runner/violation.ts";

/** How long a driver may take to answer on a second connection before it is asked on that one alone, in milliseconds. */
const SOON_MS = 1_000;
/** How many empty connections a driver sees within seconds while DBFlux starts. */
const EMPTY_CONNECTIONS = 20;

/** The checks of connections. */
export const SOCKET_CHECKS: CheckTable = {
  "sockets.accepts": {
    section: "sockets",
    suite: "core",
    text: "The driver accepts a connection",
    run: async (bench) => void await bench.connect(),
  },
  "sockets.empty-connection": {
    section: "launch",
    suite: "core",
    text: "A connection that ends without a byte is dropped, and the next one is served",
    needs: ["handshake.hello"],
    async run(bench) {
      (await bench.connect()).close();
      await bench.greeted();
    },
  },
  "sockets.many-empty-connections": {
    section: "launch",
    suite: "core",
    text: "Twenty trial connections in a row harm nothing",
    needs: ["sockets.empty-connection"],
    async run(bench) {
      for (let i = 0; i < EMPTY_CONNECTIONS; i++) (await bench.connect()).close();
      await bench.greeted();
    },
  },
  "sockets.waiting-connection": {
    section: "launch",
    suite: "full",
    text: "An open, silent connection does not keep others from being served",
    needs: ["sockets.second-connection"],
    async run(bench) {
      await bench.connect();
      await bench.greeted();
    },
  },
  "sockets.second-connection": {
    section: "sockets",
    suite: "full",
    text: "Two connections are served at once",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const first = await bench.greeted(), second = await bench.connect();
      const hello = second.greet(bench.subject.token);
      hello.catch(() => {});
      if (await within(hello, SOON_MS) === TIMED_OUT) {
        first.close();
        // One that answers now serves one connection at a time, which is legal; one that does not hangs.
        await hello;
        throw new NotApplicable("it serves one connection at a time, as DBFlux's own driver host does");
      }
      await second.expectQuiet();
      await first.expectQuiet();
    },
  },
  "sockets.eight-connections": {
    section: "sockets",
    suite: "full",
    text: "Eight connections are served at once",
    needs: ["sockets.second-connection"],
    async run(bench) {
      const ends = await Promise.all(Array.from({ length: 8 }, () => bench.greeted()));
      await Promise.all(ends.map((end) => end.expectQuiet()));
    },
  },
  "sockets.own-codec": {
    section: "layouts",
    suite: "full",
    text: "Two connections in different codecs do not disturb one another",
    needs: ["sockets.second-connection"],
    async run(bench) {
      const end = await bench.greeted();
      const other = await bench.connect();
      const isBincode = ["0.4", "0.5", "0.6"].includes(bench.layout);
      await other.send(Uint8Array.fromHex(isBincode ? POSTCARD_HELLO : BINCODE_HELLO));
      await other.receive();
      await end.expectQuiet();
    },
  },
  "sockets.abandoned-session": {
    section: "sessions",
    suite: "core",
    text: "A connection that ends with a session open harms no later one",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.freshSession();
      end.close();
      const next = await bench.freshSession();
      await next.expectQuiet();
    },
  },
  "sockets.end-during-request": {
    section: "sessions",
    suite: "full",
    text: "A connection that ends before its answer is read harms no later one",
    needs: ["sessions.open"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.send(end.payload({ type: "Schema" }, { requestId: end.nextId() }));
      end.close();
      await bench.greeted();
    },
  },
  "sockets.session-ends-with-connection": {
    section: "sessions",
    suite: "strict",
    text: "A session cannot be used once its connection has ended",
    needs: ["sessions.open", "envelopes.answer-type"],
    async run(bench) {
      const end = await bench.freshSession();
      const { sessionId } = end;
      end.close();
      const next = await bench.greeted();
      const { code } = await next.refuses({ type: "CloseSession" }, { sessionId });
      expect(code === "SessionNotFound", `Expected error SessionNotFound, found ${code}`);
    },
  },
  "sockets.process-lives": {
    section: "launch",
    suite: "core",
    text: "The driver's process survives every check until it is stopped",
    needs: ["sockets.accepts"],
    isLast: true,
    run({ subject: { ends }, facts }) {
      if (ends === null) throw new NotApplicable("its process was not started here");
      const own = ends.slice(facts.endsBefore);
      const shown = own.slice(0, MAX_SHOWN_ENDS).map((end, i) => `${facts.deaths[i] ?? "at some time"}: ${end}`);
      expect(own.length === 0, `Expected the process to live, found ${own.length} that ended: ${shown.join("; ")}`);
      return Promise.resolve();
    },
  },
};

/** More ends than these say nothing new. */
const MAX_SHOWN_ENDS = 3;

/** The Hellos without versions and without capabilities of hosts whose releases are 0.7.7 and 0.6.0. */
const POSTCARD_HELLO = "01020000000006" + "6462666c7578" + "05302e372e37" + "000000";
const BINCODE_HELLO = "0100020000000000000000000000" + "00000000" + "0600000000000000" + "6462666c7578" +
  "0500000000000000" + "302e362e30" + "0000000000000000" + "0000000000000000" + "00";
