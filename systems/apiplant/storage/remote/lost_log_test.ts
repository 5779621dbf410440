import { equal, rejects } from "node:assert/strict";
import { draftsOf } from "../conformance/event_storage.ts";
import { MemoryEventStorage } from "../memory/event_storage.ts";
import { type EventStorage, type LogEntry, StorageError } from "../roles.ts";
import { RemoteEventStorage } from "./event_storage.ts";
import { serveStorages } from "./testing/served.ts";

/** A driver whose log a test exchanges. */
async function withLog(work: (remote: RemoteEventStorage, exchange: (log: EventStorage) => void) => Promise<void>) {
  let log: EventStorage = new MemoryEventStorage({ logId: "one" });
  const current = new Proxy({} as EventStorage, {
    get: (_, name) => {
      const value = Reflect.get(log, name);
      return typeof value === "function" ? value.bind(log) : value;
    },
  });
  await using served = await serveStorages({ event: current });
  await using remote = await RemoteEventStorage.open(served.caller("json"));
  await remote.append(0, draftsOf(3));
  await work(remote, (next) => log = next);
}

const corrupt = (message: RegExp) => ({ code: "corrupt", message });

Deno.test("RemoteEventStorage reports a log that is shorter than it was, at its next call", async () => {
  await withLog(async (remote, exchange) => {
    exchange(new MemoryEventStorage({ logId: "one" }));
    await rejects(remote.append(3, draftsOf(1, "next")), corrupt(/lost events: its log ends at 0, it had 3/));
    await rejects(remote.read(1, 1), corrupt(/lost events/));
  });
});

Deno.test("RemoteEventStorage looks which log it is once the driver was out of reach", async () => {
  await withLog(async (remote, exchange) => {
    const other = new MemoryEventStorage({ logId: "two" }), closed = new MemoryEventStorage();
    await other.append(0, draftsOf(9));
    await closed[Symbol.asyncDispose]();
    exchange(closed);
    await rejects(remote.append(3, draftsOf(1, "next")), { code: "unavailable" });
    exchange(other);
    await rejects(remote.append(9, draftsOf(1, "next")), corrupt(/it has the log two now, it had one/));
    equal((await other.info()).head, 9);
  });
});

const ENTRY: LogEntry = { seq: 2, id: "a", model: "m", instance: null, json: "{}" };
const BROKEN: readonly [name: string, entries: readonly LogEntry[], message: RegExp][] = [
  ["an event in another's place", [ENTRY], /event 2 in the place of 1/],
  ["more events than were asked for", [1, 2, 3].map((seq) => ({ ...ENTRY, seq })), /3 events, 2 were asked for/],
  ["no event below its head", [], /no event at 1, its head is 3/],
];

for (const [name, entries, message] of BROKEN) {
  Deno.test(`RemoteEventStorage refuses ${name}`, async () => {
    await withLog(async (remote, exchange) => {
      const log = new MemoryEventStorage({ logId: "one" });
      log.read = () => Promise.resolve({ entries, head: 3 });
      exchange(log);
      await rejects(remote.read(1, 2), corrupt(message));
    });
  });
}

Deno.test("RemoteEventStorage.open() says why a driver has no log", async () => {
  const wrong = new MemoryEventStorage();
  wrong.info = () => {
    throw new StorageError("invalid", "not today");
  };
  await using served = await serveStorages({ event: wrong });
  const caller = served.caller("json");
  await rejects(RemoteEventStorage.open(caller), { code: "invalid", message: /not today/ });
  await caller[Symbol.asyncDispose]();
});
