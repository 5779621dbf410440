import { strictEqual } from "node:assert/strict";
import type { Transport } from "@fluxwire/transport";
import { runChecks } from "@fluxwire/testing/conformance";
import { withNeeds } from "../../packages/testing/conformance/checks.ts";
import { FaultyMock } from "../../packages/mock-driver/testing/faulty_mock.ts";
import { subjectOf, TOKEN } from "./faulty_subject.ts";

/** A statement that ends, and whose answer is late once. */
const LATE = "SELECT 'late once'";

/** Loses the first request with a text: its answer never comes. */
class LosesOnce {
  isLost = false;

  of(transport: Transport): Transport {
    return {
      read: () => transport.read(),
      close: () => transport.close(),
      write: (bytes) => {
        if (this.isLost || !new TextDecoder().decode(bytes).includes(LATE)) return transport.write(bytes);
        this.isLost = true;
        return Promise.resolve();
      },
    };
  }
}

Deno.test("a statement whose answer was late once is not taken for an endless one", async () => {
  await using mock = new FaultyMock([], { token: TOKEN, layout: "0.7.1" });
  const lost = new LosesOnce(), subject = subjectOf(mock);
  const results = await runChecks({
    ...subject,
    dial: async (signal) => lost.of(await subject.dial(signal)),
    endlessStatements: [LATE],
  }, {
    checks: withNeeds(["cancel.time-is-up"]),
    layouts: ["0.7.1"],
    deadlineMs: 10_000,
    concurrency: 1,
    sharesSessions: false,
    signal: new AbortController().signal,
  });
  strictEqual(lost.isLost, true);
  const { verdict, message } = results.find(({ id }) => id === "cancel.time-is-up")!;
  strictEqual(verdict, "passed", message);
});
