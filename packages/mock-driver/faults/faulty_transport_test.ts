import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decode, type Layout, LAYOUTS } from "@fluxwire/wire";
import { encodeFrame } from "@fluxwire/transport";
import { concat } from "../concat.ts";
import { PING } from "../testing/effect.ts";
import { FaultyMock } from "../testing/faulty_mock.ts";

/** The effects common to both scenarios and all layouts. */
async function touchesBoth(scenario: "reference" | "full", layout: Layout): Promise<void> {
  await using mock = new FaultyMock(["wrong-id", "trailing-bytes:3", "slow:5"], { scenario, layout });
  const opened = await mock.opened();
  strictEqual((await opened.ask(PING)).requestId, 3n);
  deepStrictEqual(mock.clock.delays, [5, 5, 5]);
  deepStrictEqual(
    [mock.fired("wrong-id"), mock.fired("trailing-bytes"), mock.fired("slow")],
    [1, 1, 3],
  );
}

for (const layout of LAYOUTS) {
  Deno.test(`faults combine in layout ${layout}, in both scenarios`, async () => {
    await touchesBoth("reference", layout);
    await touchesBoth("full", layout);
  });
}

Deno.test("without faults a mock forwards every byte, and counts them", async () => {
  for (const scenario of ["reference", "full"] as const) {
    await using mock = new FaultyMock([], { scenario });
    const opened = await mock.opened();
    strictEqual((await opened.ask(PING)).body.type, "Pong");
    strictEqual((await opened.ask({ type: "Explain", request: { table: { name: "no" } } })).body.type, "Error");
    const { connections, frames, requests, answers, faults } = JSON.parse(JSON.stringify(mock.stats));
    deepStrictEqual({ connections, frames, requests, answers, faults }, {
      connections: 1,
      frames: { in: 4, out: 4 },
      requests: { Hello: 1, OpenSession: 1, Ping: 1, Explain: 1 },
      answers: { Hello: 1, SessionOpened: 1, Pong: 1, Error: 1 },
      faults: {},
    });
  }
});

Deno.test("FaultyTransport forwards a request that arrives in pieces, and changes later ones", async () => {
  await using mock = new FaultyMock(["session-leak"]);
  const { host, sessionId } = await mock.opened();
  const frame = (requestId: bigint, type: "CloseSession" | "Ping") =>
    encodeFrame(host.payload({ requestId, sessionId, body: { type } }));
  const [first, second, third] = [frame(2n, "Ping"), frame(3n, "CloseSession"), frame(4n, "Ping")];
  await host.transport.write(first.subarray(0, 7));
  await mock.until(() => (mock.stats.toJSON() as { frames: { in: number } }).frames.in === 2);
  await host.transport.write(concat([first.subarray(7), second, third]));
  const answers: string[] = [];
  while (answers.length < 3) {
    const { requestId, body } = decode("response", "0.7.1", (await host.receive())!).envelope;
    answers.push(`${requestId} ${body.type}`);
  }
  deepStrictEqual(answers.toSorted(), ["2 Pong", "3 SessionClosed", "4 Pong"]);
  strictEqual(mock.fired("session-leak"), 1);
  await host.transport.write(second.subarray(0, 7));
  await host.transport.write(second.subarray(7));
  strictEqual(decode("response", "0.7.1", (await host.receive())!).envelope.body.type, "SessionClosed");
  strictEqual(mock.fired("session-leak"), 1);
});

Deno.test("FaultyTransport leaves an out-of-step stream to the driver", async () => {
  await using mock = new FaultyMock(["session-leak"]);
  const host = await mock.greeted();
  const ping = encodeFrame(host.payload({ requestId: 2n, body: PING }));
  await host.transport.write(concat([ping, Uint8Array.of(255, 255, 255, 255)]));
  strictEqual(decode("response", "0.7.1", (await host.receive())!).envelope.requestId, 2n);
  strictEqual(await host.receive(), null);
});
