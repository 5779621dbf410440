import { deepStrictEqual, ok, rejects, throws } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { GivenUp, RunningRequests, TimeOver } from "./running.ts";

Deno.test("RunningRequests ends each request when its own time is over, with the same timers for all", () => {
  const clock = new ManualClock(),
    running = new RunningRequests(clock, 1_000),
    client = () => new AbortController().signal;
  const first = running.begin(client);
  clock.advance(400);
  const second = running.begin(client), answered = running.begin(client);
  running.end(answered);
  deepStrictEqual(clock.timers.size, 2);
  clock.advance(600);
  ok(first.signal.reason instanceof TimeOver && !second.signal.aborted);
  clock.advance(400);
  ok(second.signal.reason instanceof TimeOver && !answered.signal.aborted);
  deepStrictEqual([running.size, clock.timers.size], [0, 0]);
  running.begin(client);
  running.close();
  deepStrictEqual(clock.timers.size, 0);
});

Deno.test("RunningRequests ends a request with its client, and all when the server gives up", () => {
  const clock = new ManualClock(),
    running = new RunningRequests(clock, 1_000),
    client = new AbortController(),
    other = new AbortController();
  const gone = running.begin(() => client.signal), waiting = running.begin(() => other.signal);
  const answered = running.begin(() => {
    throw new Error("A short request asks for no signal");
  });
  running.end(answered);
  clock.advance(20);
  client.abort(new Error("gone"));
  deepStrictEqual([gone.signal.reason.message, waiting.signal.aborted], ["gone", false]);
  running.giveUp();
  ok(waiting.signal.reason instanceof GivenUp && running.begin(() => other.signal).signal.aborted);
  const late = new RunningRequests(clock, 1_000), left = late.begin(() => client.signal);
  clock.advance(20);
  deepStrictEqual(left.signal.reason.message, "gone");
});

Deno.test("Running.wait() gives what a promise gives, or the reason if the request ends first", async () => {
  const clock = new ManualClock(),
    running = new RunningRequests(clock, 1_000),
    client = () => new AbortController().signal;
  const one = running.begin(client), endless = new Promise<never>(() => {});
  deepStrictEqual(await one.wait(Promise.resolve(7)), 7);
  await rejects(one.wait(Promise.reject(new Error("broken"))), /broken/);
  const waiting = rejects(one.wait(endless), TimeOver);
  clock.advance(1_000);
  await waiting;
  await rejects(one.wait(endless), TimeOver);
  throws(() => one.throwIfAborted(), TimeOver);
  ok(one.aborted && one.signal.reason instanceof TimeOver);
});
