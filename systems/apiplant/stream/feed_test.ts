import { equal, rejects } from "node:assert/strict";
import type { Event } from "../event/event.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { Feed } from "./feed.ts";

const event = (seq: number): Event => ({ seq }) as Event;

Deno.test("Feed.waiter() waits for one event after the other, until its signal aborts", async () => {
  await using log = new MemoryEventStorage();
  const feed = new Feed(log, 0), ended = new AbortController(), reached = feed.waiter(ended.signal);
  feed.publish([event(1)]);
  await reached(1);
  let isThere = false;
  const waiting = reached(3).then(() => isThere = true);
  feed.publish([event(2)]);
  await Promise.resolve();
  equal(isThere, false);
  feed.publish([event(3), event(4)]);
  await waiting;
  const refused = rejects(reached(5), /the end/);
  ended.abort(new Error("the end"));
  await refused;
  await rejects(reached(1), /the end/);
});
