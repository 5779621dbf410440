import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decode } from "@fluxwire/wire";
import { type Effect, PING, rawAnswer, testEffect, testEffects, unreadable } from "../testing/effect.ts";
import { FRAME_FAULTS } from "./of_frames.ts";

const EFFECTS: Readonly<Record<string, Effect>> = {
  "garbage": {
    n: 32,
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const first = await host.exchange(host.payload({ sessionId, body: PING }));
      const second = await host.exchange(host.payload({ sessionId, body: PING }));
      deepStrictEqual([first.length, second.length], [32, 32]);
      ok(first.toHex() !== second.toHex());
    },
  },
  "wrong-codec": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const payload = await host.exchange(host.payload({ requestId: 7n, sessionId, body: PING }));
      const { requestId, body } = decode("response", "0.6", payload).envelope;
      deepStrictEqual([requestId, body.type], [7n, "Pong"]);
    },
  },
  "unknown-variant": unreadable(/from 0 to 3[12], found 99/),
  "bad-utf8": unreadable(/expected text, found: .*utf-?8.* in body\.result\.columns\[0\]\.(name|typeName)/i),
  "depth-bomb": unreadable(/maxDepth/),
  "count-bomb": unreadable(/4294967295/),
  "trailing-bytes": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const payload = await host.exchange(host.payload({ requestId: 7n, sessionId, body: PING }));
      deepStrictEqual([...payload.slice(-9)], [3, 0, 0, 0, 0, 0, 0, 0, 0]);
    },
  },
  "truncated-body": unreadable(/found the end of the frame/),
  "oversize": {
    see: async (mock) => deepStrictEqual([...(await rawAnswer(mock, 6)).slice(0, 6)], [1, 0, 0, 1, 1, 2]),
  },
  "empty-frame": {
    see: async (mock) => deepStrictEqual([...(await rawAnswer(mock, 5)).slice(0, 4)], [0, 0, 0, 0]),
  },
  "half-frame-close": {
    async see(mock) {
      const bytes = await rawAnswer(mock, Infinity);
      const announced = new DataView(bytes.buffer).getUint32(0, true);
      strictEqual(bytes.length, (4 + announced) >> 1);
    },
  },
  "half-frame-silence": {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      await host.send(host.payload({ requestId: 7n, sessionId, body: PING }));
      const [first] = [(await host.transport.read())!.slice()];
      strictEqual(first!.length, (4 + first![0]!) >> 1);
      await host.send(host.payload({ requestId: 8n, sessionId, body: PING }));
      await mock.until(() => mock.fired("half-frame-silence") === 2);
      let isSilent = true;
      const end = host.transport.read().then((chunk) => isSilent = chunk === null);
      mock.stop();
      host.transport.close();
      await end;
      ok(isSilent);
    },
  },
};

testEffects(FRAME_FAULTS, EFFECTS);

/** The other codec, and the one of version 1.1. */
for (const layout of ["0.4", "0.6"] as const) {
  Deno.test(`faults of frames have their effects in layout ${layout}`, async () => {
    for (const name of ["unknown-variant", "bad-utf8", "depth-bomb", "count-bomb", "truncated-body"]) {
      await testEffect(name, EFFECTS[name]!, { layout });
    }
  });
}
