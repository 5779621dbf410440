import { deepEqual, rejects, throws } from "node:assert/strict";
import { Fleet, type FleetMember } from "./fleet.ts";

/** Services whose starts the test ends, and what was done with them. */
class Members {
  readonly steps: string[] = [];
  readonly starts = new Map<string, PromiseWithResolvers<void>>();

  member(id: string, group?: number): FleetMember {
    const start = Promise.withResolvers<void>();
    this.starts.set(id, start);
    return {
      id,
      group,
      start: () => {
        this.steps.push(`start ${id}`);
        return start.promise;
      },
      stop: () => {
        this.steps.push(`stop ${id}`);
        start.resolve();
        return Promise.resolve();
      },
    };
  }

  ready(id: string): void {
    this.starts.get(id)!.resolve();
  }
}

/** Lets everything run that waits for no event from outside. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("Fleet.start() starts a group once the one before is ready, its members together", async () => {
  const members = new Members();
  const fleet = new Fleet([members.member("c", 2), members.member("a"), members.member("b", 1), members.member("a2")]);
  const starting = fleet.start();
  await settle();
  deepEqual(members.steps, ["start a", "start a2"]);
  members.ready("a");
  await settle();
  deepEqual(members.steps, ["start a", "start a2"]);
  members.ready("a2");
  await settle();
  deepEqual(members.steps, ["start a", "start a2", "start b"]);
  members.ready("b");
  members.ready("c");
  await starting;
  members.steps.length = 0;
  await fleet.stop();
  deepEqual(members.steps, ["stop c", "stop b", "stop a", "stop a2"]);
});

Deno.test("Fleet.start() starts the members of one startGroup together, and stops them by their groups", async () => {
  const members = new Members();
  const fleet = new Fleet([
    { ...members.member("child", 1), startGroup: 0 },
    { ...members.member("hub"), startGroup: 0 },
  ]);
  const starting = fleet.start();
  await settle();
  deepEqual(members.steps, ["start child", "start hub"]);
  members.ready("child");
  members.ready("hub");
  await starting;
  await fleet.stop();
  deepEqual(members.steps.slice(2), ["stop child", "stop hub"]);
});

Deno.test("Fleet.start() starts no further group once it is stopped", async () => {
  const members = new Members();
  const fleet = new Fleet([members.member("a"), members.member("b", 1)]);
  const starting = fleet.start();
  await fleet.stop();
  await starting;
  deepEqual(members.steps, ["start a", "stop b", "stop a"]);
});

Deno.test("Fleet.start() refuses once it is closed", async () => {
  const fleet = new Fleet([]);
  await fleet.close();
  await rejects(fleet.start(), { code: "ServiceNotReady", message: "Cannot start services: the host is stopped" });
});

Deno.test("Fleet.get() names the services it has, and no two have one id", () => {
  const members = new Members();
  const fleet = new Fleet([members.member("a"), members.member("b")]);
  deepEqual(fleet.ids, ["a", "b"]);
  throws(() => fleet.get("c"), { code: "UnknownService", message: 'Unknown service "c": this host has a, b' });
  throws(() => new Fleet([members.member("x"), members.member("x")]), RangeError);
});
