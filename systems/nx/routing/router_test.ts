import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { CommandRequest, HubAnswer, HubRequest, HubSession } from "./hub_session.ts";
import { Router } from "./router.ts";

const utf8 = new TextEncoder();

/** A hub whose answers the test gives. */
class Hub implements HubSession {
  readonly sent: HubRequest[] = [];
  readonly sinceMs = 0;
  readonly isSure = false;
  readonly features: ReadonlySet<string>;
  unreadBytes = 0;

  constructor(readonly maxInFlight = 16, ...features: string[]) {
    this.features = new Set(features);
  }

  send(request: HubRequest): void {
    this.sent.push(request);
  }
}

/** A router with hubs `a` and `b`, and the calls of a test. */
class House {
  readonly clock = new ManualClock(1_000);
  readonly router = new Router(
    ["a", "b"].map((deviceId) => ({ deviceId, proxyTimeoutMs: 5_000, explain: () => `${deviceId} is waiting` })),
    { clock: this.clock },
  );

  open(id: string, hub: Hub): Hub {
    this.router.route(id)!.begin(hub);
    return hub;
  }

  call(
    id: string,
    change: Partial<CommandRequest> = {},
    options: { timeoutMs?: number; waitMs?: number; signal?: AbortSignal } = {},
  ): Promise<HubAnswer> {
    const request: CommandRequest = {
      childRef: "lamp",
      endpointKey: "power",
      payload: utf8.encode("true"),
      correlationId: "c",
      callerDeviceId: "",
      control: "COMMAND",
      ...change,
    };
    const { timeoutMs = null, waitMs = 0, signal = new AbortController().signal } = options;
    const answer = this.router.call(id, request, { timeoutMs, waitMs, signal });
    answer.catch(() => {});
    return answer;
  }

  answer(id: string, hub: Hub, at: number, data = "1", success = true): void {
    this.router.route(id)!.answer(hub, answerTo(hub.sent[at]!.id, data, success));
  }
}

function answerTo(correlationId: string, data = "1", success = true): HubAnswer {
  return { correlationId, success, message: success ? "ok" : "no", data: utf8.encode(data), code: "" };
}

/** Lets everything run that waits for no event from outside. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

function text({ data }: HubAnswer): string {
  return new TextDecoder().decode(data);
}

Deno.test("routing 1: a command finds its hub by its device id, and never another that happens to be there", async () => {
  const house = new House(), b = house.open("b", new Hub());
  await rejects(house.call("a"), { code: "HubUnavailable" });
  const a = house.open("a", new Hub());
  const [toB, toA] = [house.call("b"), house.call("a")];
  await settle();
  house.answer("a", a, 0, '"a"');
  house.answer("b", b, 0, '"b"');
  deepStrictEqual([text(await toA), text(await toB)], ['"a"', '"b"']);
});

Deno.test("routing 2: a thousand calls with one correlation id get a thousand right answers", async () => {
  const house = new House(), hub = house.open("a", new Hub(256));
  const calls = Array.from({ length: 1_000 }, (_, i) => {
    return house.call("a", { childRef: `${i % 7}`, payload: utf8.encode(`${i}`), correlationId: "same" });
  });
  await settle();
  for (let at = 0; at < 1_000; at++) {
    const request = hub.sent[at]!;
    strictEqual(request.correlationId, "same");
    house.router.route("a")!.answer(hub, { ...answerTo(request.id), data: request.payload });
  }
  const answers = await Promise.all(calls);
  deepStrictEqual(answers.map(text), Array.from({ length: 1_000 }, (_, i) => `${i}`));
  strictEqual(new Set(hub.sent.map(({ id }) => id)).size, 1_000);
  strictEqual(answers.every(({ correlationId }) => correlationId === "same"), true);
  const empty = house.call("a", { correlationId: "" });
  await settle();
  house.answer("a", hub, 1_000);
  strictEqual((await empty).correlationId, "");
});

Deno.test("routing 3: timeout_ms is the smaller of the hub's limit and the caller's deadline, less what has passed", async () => {
  const house = new House(), hub = house.open("a", new Hub(1));
  house.call("a");
  house.call("a", {}, { timeoutMs: 300 });
  house.call("a", {}, { timeoutMs: 60_000 });
  await settle();
  house.clock.advance(100);
  for (const at of [0, 1, 2]) house.answer("a", hub, at);
  deepStrictEqual(hub.sent.map(({ timeoutMs }) => timeoutMs), [5_000, 200, 4_900]);
});

Deno.test("routing 4: at most max_in_flight without an answer, half of it for one child, the rest in its turn", async () => {
  const house = new House(), hub = house.open("a", new Hub(4));
  for (const childRef of ["x", "x", "x", "y", "z", "y"]) house.call("a", { childRef });
  await settle();
  const refs = () => hub.sent.map(({ childRef }) => childRef).join("");
  strictEqual(refs(), "xxyz");
  house.answer("a", hub, 3);
  strictEqual(refs(), "xxyzy");
  house.answer("a", hub, 0);
  strictEqual(refs(), "xxyzyx");
  strictEqual(house.router.route("a")!.waiting, 0);
});

Deno.test("routing 6: an answer with an unknown or late id is dropped and counted, and so is a second one", async () => {
  const house = new House(), hub = house.open("a", new Hub()), route = house.router.route("a")!;
  const first = house.call("a"), late = house.call("a", {}, { timeoutMs: 10 });
  await settle();
  house.answer("a", hub, 0, '"first"');
  house.answer("a", hub, 0, '"second"');
  route.answer(hub, answerTo("unknown"));
  house.clock.advance(10);
  house.answer("a", hub, 1);
  strictEqual(text(await first), '"first"');
  await rejects(late, { code: "HubTimeout" });
  strictEqual(route.dropped, 3);
});

Deno.test("routing 7: nothing is sent twice, and a caller learns whether its command had been sent", async () => {
  const house = new House(), hub = house.open("a", new Hub(1));
  const calls = [house.call("a"), house.call("a")];
  await settle();
  house.router.route("a")!.end(hub);
  await rejects(calls[0]!, { detail: "the command had been sent: it may have been done" });
  await rejects(calls[1]!, { detail: "the command had not been sent" });
  strictEqual(house.open("a", new Hub()).sent.length, 0);
});

Deno.test("routing 8: an answer with success false is a result, not an error of the call", async () => {
  const house = new House(), hub = house.open("a", new Hub());
  const call = house.call("a");
  await settle();
  house.answer("a", hub, 0, "null", false);
  const { success, message } = await call;
  deepStrictEqual([success, message], [false, "no"]);
  strictEqual(house.router.route("a")!.failed.size, 0);
});

Deno.test("routing 10: a hub with the feature cancel gets CANCEL, and what still waits is never sent", async () => {
  const house = new House(), hub = house.open("a", new Hub(1, "cancel"));
  const [caller, other] = [new AbortController(), new AbortController()];
  const sent = house.call("a", {}, { signal: caller.signal }), waits = house.call("a", {}, { signal: other.signal });
  const late = house.call("a", {}, { timeoutMs: 10 });
  await settle();
  other.abort();
  caller.abort();
  await rejects(sent, { code: "Cancelled" });
  await rejects(waits, { code: "Cancelled" });
  house.clock.advance(10);
  await rejects(late, { code: "HubTimeout" });
  const [first, cancelled, third, timedOut] = hub.sent;
  deepStrictEqual(hub.sent.map(({ control }) => control), ["COMMAND", "CANCEL", "COMMAND", "CANCEL"]);
  deepStrictEqual([cancelled!.id, timedOut!.id], [first!.id, third!.id]);
  house.answer("a", hub, 0);
  strictEqual(house.router.route("a")!.dropped, 1);
});

Deno.test("routing 10: a hub without the feature cancel gets none", async () => {
  const house = new House(), hub = house.open("a", new Hub()), caller = new AbortController();
  const call = house.call("a", {}, { signal: caller.signal });
  await settle();
  caller.abort();
  await rejects(call, { code: "Cancelled" });
  deepStrictEqual(hub.sent.map(({ control }) => control), ["COMMAND"]);
});

Deno.test("routing 11: a look for children has 60 s, whatever the hub's limit", async () => {
  const house = new House(), hub = house.open("a", new Hub());
  const call = house.call("a", { control: "DISCOVER" });
  await settle();
  strictEqual(hub.sent[0]!.timeoutMs, 60_000);
  house.clock.advance(59_999);
  house.answer("a", hub, 0, "[]");
  strictEqual(text(await call), "[]");
});

Deno.test("failure: HubUnknown, hub not connected", async () => {
  await rejects(new House().call("c"), {
    code: "HubUnknown",
    status: "UNAVAILABLE",
    message: "hub not connected",
    detail: 'no HUB instance has the device id "c"',
  });
});

Deno.test("failure: HubUnavailable, hub not connected", async () => {
  await rejects(new House().call("a"), {
    code: "HubUnavailable",
    status: "UNAVAILABLE",
    message: "hub not connected",
    detail: "a is waiting",
  });
});

Deno.test("failure: HubUnavailable after nx-wait-ms, hub not connected", async () => {
  const house = new House();
  const late = house.call("a", {}, { waitMs: 300 }), inTime = house.call("a", {}, { waitMs: 400 });
  await settle();
  house.clock.advance(300);
  await rejects(late, { code: "HubUnavailable" });
  const hub = house.open("a", new Hub());
  await settle();
  strictEqual(hub.sent[0]!.timeoutMs, 4_700);
  house.answer("a", hub, 0);
  strictEqual((await inTime).success, true);
});

Deno.test("failure: HubDisconnected, hub disconnected", async () => {
  const house = new House(), hub = house.open("a", new Hub(100));
  const calls = Array.from({ length: 100 }, () => house.call("a"));
  await settle();
  house.router.route("a")!.end(hub);
  for (const call of calls) {
    await rejects(call, { code: "HubDisconnected", status: "UNAVAILABLE", message: "hub disconnected" });
  }
  deepStrictEqual([...house.router.route("a")!.failed], [["HubDisconnected", 100]]);
});

Deno.test("failure: HubTimeout, hub timeout", async () => {
  const house = new House(), hub = house.open("a", new Hub(1));
  const sent = house.call("a"), waits = house.call("a");
  await settle();
  house.clock.advance(4_999);
  strictEqual(hub.sent.length, 1);
  house.clock.advance(1);
  const failure = { code: "HubTimeout", status: "DEADLINE_EXCEEDED", message: "hub timeout" };
  await rejects(sent, { ...failure, detail: "the hub has not answered within 5000 ms" });
  await rejects(waits, failure);
  strictEqual(house.router.route("a")!.inFlight, 0);
});

Deno.test("failure: HubBusy, hub busy", async () => {
  const house = new House();
  house.open("a", new Hub(2));
  for (let i = 0; i < 4_097; i++) house.call("a");
  await rejects(house.call("a"), {
    code: "HubBusy",
    status: "RESOURCE_EXHAUSTED",
    message: "hub busy",
    detail: "4096 commands wait for this hub already",
  });
});

Deno.test("failure: Cancelled, context cancelled", async () => {
  const house = new House(), caller = new AbortController();
  const waits = house.call("a", {}, { waitMs: 1_000, signal: caller.signal });
  caller.abort();
  await rejects(waits, { code: "Cancelled", status: "CANCELLED", message: "context cancelled" });
});

Deno.test("failure: HostStopping, host is stopping", async () => {
  const house = new House(), hub = house.open("a", new Hub(1)), route = house.router.route("a")!;
  const sent = house.call("a"), waits = house.call("a");
  await settle();
  const drained = route.drain(1_000);
  const failure = { code: "HostStopping", status: "UNAVAILABLE", message: "host is stopping" };
  await rejects(waits, failure);
  await rejects(house.call("a"), failure);
  house.answer("a", hub, 0);
  await drained;
  strictEqual((await sent).success, true);
  house.router.stop();
  await rejects(house.call("b"), failure);
});

Deno.test("HubRoute.drain() waits no longer than its time", async () => {
  const house = new House();
  house.open("a", new Hub());
  house.call("a");
  await settle();
  const drained = house.router.route("a")!.drain(1_000);
  house.clock.advance(1_000);
  await drained;
});

Deno.test("HubRoute.pump() keeps commands in the queue while a hub does not read its stream", async () => {
  const house = new House(), hub = house.open("a", new Hub());
  hub.unreadBytes = 4 << 20;
  house.call("a");
  await settle();
  strictEqual(hub.sent.length, 0);
  hub.unreadBytes = 0;
  house.router.route("a")!.pump();
  strictEqual(hub.sent.length, 1);
});
