import { deepStrictEqual, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { type CallStep, CallSteps } from "./call_steps.ts";
import type { HubRequest } from "./hub_session.ts";
import { Router } from "./router.ts";

const REQUEST = { childRef: "lamp", endpointKey: "power", payload: new Uint8Array(1), callerDeviceId: "child" };

/** A router whose steps are given to those who follow, and a hub that answers each command at once. */
function routed(steps: CallSteps): Router {
  const hubs = [{ deviceId: "hub", proxyTimeoutMs: 1_000, explain: () => "it waits" }];
  const router = new Router(hubs, { clock: new ManualClock(0), onStep: (step) => steps.note(step) });
  const session = {
    ...{ isSure: true, features: new Set<string>(), maxInFlight: 1, sinceMs: 0, unreadBytes: 0 },
    send: ({ id }: HubRequest) => {
      const answer = { correlationId: id, success: true, message: "ok", data: new Uint8Array(0), code: "" };
      queueMicrotask(() => router.route("hub")!.answer(session, answer));
    },
  };
  router.route("hub")!.begin(session);
  return router;
}

/** Sends a command. */
function sent(router: Router, correlationId: string): Promise<unknown> {
  const options = { timeoutMs: null, waitMs: 0, signal: new AbortController().signal };
  return router.call("hub", { ...REQUEST, correlationId, control: "COMMAND" }, options);
}

Deno.test("a command that is followed gives each step with the hub's id of it, and others give none", async () => {
  const steps = new CallSteps(), router = routed(steps), seen: CallStep[] = [];
  {
    using _following = steps.follow("mine", (step) => seen.push(step));
    await sent(router, "other");
    await sent(router, "mine");
  }
  await sent(router, "mine");
  deepStrictEqual(seen.map(({ step, id, hubDeviceId, detail }) => [step, id, hubDeviceId, detail]), [
    ["routed", null, "hub", ""],
    ["sent", "2", "hub", ""],
    ["answered", "2", "hub", "ok"],
  ]);
  deepStrictEqual(seen[0]!.callerDeviceId, "child");
});

Deno.test("a command that fails on its way says why as its last step", async () => {
  const steps = new CallSteps(), router = routed(steps), seen: string[] = [];
  router.route("hub")!.end(router.route("hub")!.session!);
  using _following = steps.follow("mine", ({ step, detail }) => seen.push(`${step} ${detail}`));
  await rejects(sent(router, "mine"), { code: "HubUnavailable" });
  deepStrictEqual(seen, ["routed ", "failed HubUnavailable: it waits"]);
});
