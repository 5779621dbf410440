import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PING, testEffects } from "../testing/effect.ts";
import { CONNECTION_FAULTS } from "./of_connections.ts";

testEffects(CONNECTION_FAULTS, {
  "silent-accept": {
    async see(mock) {
      const host = mock.connect();
      await host.send(host.payload(host.hello()));
      await mock.until(() => mock.fired("silent-accept") === 1);
      mock.stop();
      strictEqual(await host.receive(), null);
      deepStrictEqual(JSON.parse(JSON.stringify(mock.stats)).frames, { in: 0, out: 0 });
    },
  },
  "closes-at-accept": {
    n: 1,
    async see(mock) {
      await mock.greeted();
      strictEqual(await mock.connect().receive(), null);
    },
  },
  "one-at-a-time": {
    async see(mock) {
      const first = await mock.greeted();
      const second = mock.connect();
      await second.send(second.payload(second.hello()));
      await mock.until(() => mock.fired("one-at-a-time") === 1);
      let isAnswered = false;
      const answer = second.receive().then(() => isAnswered = true);
      strictEqual((await first.ask({ body: PING })).body.type, "Pong");
      strictEqual(isAnswered, false);
      first.transport.close();
      await answer;
    },
  },
  "closes-after": {
    async see(mock) {
      const host = await mock.greeted();
      strictEqual((await host.ask({ body: PING })).body.type, "Pong");
      strictEqual(await host.receive(), null);
    },
  },
});
