import { deepStrictEqual, match, ok } from "node:assert/strict";
import { PING, testEffects } from "../testing/effect.ts";
import { BYTE_FAULTS } from "./of_bytes.ts";

testEffects(BYTE_FAULTS, {
  "slow": {
    async see(mock) {
      await mock.greeted();
      deepStrictEqual(mock.clock.delays, [1_000]);
    },
  },
  "hang": {
    n: 1,
    async see(mock) {
      const host = await mock.greeted();
      await host.send(host.payload({ body: PING }));
      await mock.until(() => mock.fired("hang") === 1);
      let isSilent = true;
      const end = host.transport.read().then((chunk) => isSilent = chunk === null);
      host.transport.close();
      await end;
      ok(isSilent);
    },
  },
  "slowloris": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      await host.send(host.payload({ requestId: 7n, sessionId, body: PING }));
      const lengths: number[] = [];
      for (let i = 0; i < 6; i++) lengths.push((await host.transport.read())!.length);
      deepStrictEqual(lengths, [1, 1, 1, 1, 1, 1]);
      ok(mock.clock.delays.length >= 6 && mock.clock.delays.every((ms) => ms === 20));
    },
  },
  "small-talk": {
    async see(mock) {
      const host = mock.connect();
      await host.send(host.payload(host.hello()));
      match(new TextDecoder().decode((await host.transport.read())!), /^Hello, I am a driver\n/);
    },
  },
});
