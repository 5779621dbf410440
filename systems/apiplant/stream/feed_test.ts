import { deepEqual, equal, rejects } from "node:assert/strict";
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

Deno.test("Feed.waiter() goes on waiting behind events that its reader does not want, and misses none that it does", async () => {
  await using log = new MemoryEventStorage();
  const feed = new Feed(log, 0), ended = new AbortController(), passed: number[] = [];
  const reached = feed.waiter(ended.signal, {
    wants: ({ kind }) => kind === "model.updated",
    passed: (seq) => void passed.push(seq),
  });
  const of = (seq: number, kind: Event["kind"]): Event => ({ ...event(seq), kind });
  let isThere = false;
  const waiting = reached(1).then(() => isThere = true);
  feed.publish([of(1, "instance.created"), of(2, "instance.updated")]);
  feed.publish([of(3, "instance.deleted")]);
  await Promise.resolve();
  deepEqual([isThere, passed], [false, [2, 3]]);
  feed.publish([of(4, "instance.created"), of(5, "model.updated")]);
  await waiting;
  // What was published between two waits is read: the reader has not seen it.
  feed.publish([of(6, "instance.created")]);
  await reached(6);
  deepEqual(passed, [2, 3]);
  // After a jump, the events between are not known.
  const jumped = reached(7);
  feed.jump(9);
  await jumped;
  deepEqual(passed, [2, 3]);
  ended.abort();
});
