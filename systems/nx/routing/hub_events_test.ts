import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { HubEvents, MAX_QUEUED_EVENTS } from "./hub_events.ts";

function event(childRef: string, type: string) {
  return { hubDeviceId: "hub", childRef, type, payload: new Uint8Array(0), atMs: 0 };
}

/** The types of the next events. */
async function next(events: AsyncGenerator<{ type: string; missed: number }>, count: number): Promise<string[]> {
  const types: string[] = [];
  for (let i = 0; i < count; i++) {
    const { type, missed } = (await events.next()).value!;
    types.push(missed === 0 ? type : `${type} after ${missed} missed`);
  }
  return types;
}

Deno.test("HubEvents.subscribe() gives the events of one child, of the hub itself, or all", async () => {
  const hub = new HubEvents(), { signal } = new AbortController();
  const subscriptions = ["a", "", "*"].map((childRef) => hub.subscribe({ hubDeviceId: "hub", childRef }, signal));
  const first = subscriptions.map((events) => next(events, 1));
  hub.publish(event("a", "of a"));
  hub.publish(event("", "of the hub"));
  hub.publish({ ...event("a", "of another hub"), hubDeviceId: "other" });
  hub.publish(event("a", "again"));
  deepStrictEqual(await Promise.all(first), [["of a"], ["of the hub"], ["of a"]]);
  deepStrictEqual(await next(subscriptions[0]!, 1), ["again"]);
  deepStrictEqual(await next(subscriptions[2]!, 2), ["of the hub", "again"]);
});

Deno.test("HubEvents.subscribe() keeps 256 for a slow reader, and says how many it has lost", async () => {
  strictEqual(MAX_QUEUED_EVENTS, 256);
  const hub = new HubEvents();
  const events = hub.subscribe({ hubDeviceId: "hub", childRef: "*" }, new AbortController().signal);
  const first = next(events, 1);
  for (let i = 0; i < 300; i++) hub.publish(event("a", `${i}`));
  deepStrictEqual(await first, ["0"]);
  hub.publish(event("a", "300"));
  hub.publish(event("a", "301"));
  deepStrictEqual((await next(events, 256)).slice(-2), ["255", "300 after 44 missed"]);
  hub.publish(event("a", "302"));
  deepStrictEqual(await next(events, 1), ["302 after 1 missed"]);
});

Deno.test("HubEvents.subscribe() ends when its signal aborts", async () => {
  const hub = new HubEvents(), controller = new AbortController();
  const events = hub.subscribe({ hubDeviceId: "hub", childRef: "" }, controller.signal);
  const end = events.next();
  controller.abort();
  strictEqual((await end).done, true);
});
