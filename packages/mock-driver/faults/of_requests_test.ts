import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decode } from "@fluxwire/wire";
import { PING, resultOf, testEffects } from "../testing/effect.ts";
import { REQUEST_FAULTS } from "./of_requests.ts";

testEffects(REQUEST_FAULTS, {
  "ignores-token": {
    needsFull: true,
    options: { token: "secret" },
    async see(mock) {
      const host = mock.connect();
      strictEqual((await host.ask(host.hello({ authToken: "wrong" }))).body.type, "Hello");
    },
  },
  "refuses-token": {
    options: { token: "secret" },
    async see(mock) {
      const host = mock.connect();
      const { body } = await host.ask(host.hello({ authToken: "secret" }));
      deepStrictEqual(body, {
        type: "Error",
        code: "InvalidRequest",
        message: "Unauthorized driver RPC client",
        retriable: false,
      });
    },
  },
  "cancel-ignored": {
    needsFull: true,
    async see(mock) {
      const opened = await mock.opened();
      await opened.send({ type: "Execute", request: { sql: "SELECT sleep(60000)", params: [] } });
      await mock.until(() => mock.statementClock.timers.size === 1);
      strictEqual((await opened.ask({ type: "CancelActive" })).body.type, "Cancelled");
      mock.statementClock.fire();
      const late = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
      deepStrictEqual(resultOf(late).rows, [[60000n]]);
    },
  },
  "cancel-kills-next": {
    needsFull: true,
    async see(mock) {
      const opened = await mock.opened();
      strictEqual((await opened.ask({ type: "CancelActive" })).body.type, "Cancelled");
      deepStrictEqual((await opened.execute("SELECT 1")).body, {
        type: "Error",
        code: "Cancelled",
        message: "Query cancelled",
        retriable: false,
      });
      deepStrictEqual(resultOf(await opened.execute("SELECT 1")).rows, [[1n]]);
    },
  },
  "session-leak": {
    needsFull: true,
    async see(mock) {
      const opened = await mock.opened();
      strictEqual((await opened.ask({ type: "CloseSession" })).body.type, "SessionClosed");
      deepStrictEqual(resultOf(await opened.execute("SELECT 1")).rows, [[1n]]);
    },
  },
  "session-lost": {
    n: 1,
    async see(mock) {
      const opened = await mock.opened();
      resultOf(await opened.execute("SELECT 1"));
      const { body } = await opened.execute("SELECT 1");
      strictEqual(body.type === "Error" && body.code, "SessionNotFound");
    },
  },
  "closes-on-unreadable": {
    async see(mock) {
      const host = await mock.greeted();
      const ping = host.payload({ body: PING });
      ping[ping.length - 1] = 99;
      await host.send(ping);
      strictEqual(await host.receive(), null);
    },
  },
});
