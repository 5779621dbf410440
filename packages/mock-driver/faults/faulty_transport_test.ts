import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Layout, LAYOUTS } from "jsr:@fluxwire/wire@^0.1.0";
import { PING } from "../testing/effect.ts";
import { FaultyMock } from "../testing/faulty_mock.ts";

/** What answers and frames do alike in both scenarios, and in every layout. */
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
  Deno.test(`faults go together in layout ${layout}, in both scenarios`, async () => {
    await touchesBoth("reference", layout);
    await touchesBoth("full", layout);
  });
}

Deno.test("without faults a mock passes every byte on, and counts them", async () => {
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
