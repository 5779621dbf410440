import { strictEqual } from "node:assert/strict";
import { memoryPair, TIMED_OUT, within } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import { sessionRequest } from "@fluxwire/wire/client";
import type { Check } from "../check.ts";
import { Facts } from "./facts.ts";
import { runCheck } from "./run_check.ts";
import type { Subject } from "./subject.ts";

Deno.test("runCheck() ends if a connection is there only after its time is up, and closes that connection", async () => {
  const [transport, driver] = memoryPair();
  const subject: Subject = {
    dial: async (signal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return transport;
    },
    token: null,
    isTokenItsOwn: false,
    secrets: new Secrets(),
    sessionRequest: (hello, layout) => sessionRequest({ hello, layout }),
    restart: null,
    ends: null,
  };
  const check: Check = {
    section: "handshake",
    suite: "core",
    text: "-",
    run: async (bench) => void await bench.greeted(),
  };
  const signal = new AbortController().signal;
  const options = { subject, layout: "0.7.1", facts: new Facts(), keeper: null, deadlineMs: 1, signal } as const;
  const outcome = await within(runCheck("a", check, options), 10_000);
  strictEqual(outcome === TIMED_OUT ? outcome : outcome.result.verdict, "failed");
  strictEqual(await driver.read(), null);
});
