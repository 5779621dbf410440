import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { testConformance } from "../../systems/apiplant/storage/conformance/conformance.ts";
import { draftsOf, EVENT_STORAGE_CASES } from "../../systems/apiplant/storage/conformance/event_storage.ts";
import { JetStreamEventStorage } from "../../systems/apiplant/storage/jetstream/event_storage.ts";
import { connect, jetstreamManager } from "../../systems/apiplant/storage/jetstream/library.ts";
import { type JetStreamSettings, settingsFrom } from "../../systems/apiplant/storage/jetstream/settings.ts";
import { eventsStream } from "../../systems/apiplant/storage/jetstream/stream_settings.ts";
import { OwnSettings } from "../../systems/apiplant/server/own_settings.ts";
import { type LogEntry, StorageError } from "../../systems/apiplant/storage/roles.ts";
import { openPair } from "./jetstream_pair.ts";
import { NatsServer } from "./nats_server.ts";

let server: NatsServer, logs = 0;
Deno.test.beforeAll(async () => {
  server = await NatsServer.start();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

/** The settings of a new log on the server, unless others are given. */
function settings(others: Record<string, string | number> = {}): Promise<JetStreamSettings> {
  const own = { servers: server.address, monitor: server.monitor, stream: `log-${++logs}`, ...others };
  return settingsFrom(new OwnSettings("driver-event-storage", own));
}

testConformance("JetStreamEventStorage", EVENT_STORAGE_CASES, async () => await openPair(await settings()));

/** The error with which a log is not opened. */
async function refusal(wanted: JetStreamSettings): Promise<StorageError> {
  try {
    await using _storage = await JetStreamEventStorage.open({ settings: wanted });
  } catch (error) {
    ok(error instanceof StorageError, String(error));
    return error;
  }
  throw new Error("The log was opened");
}

/** Makes a stream as another program would, for the next log. */
async function foreignStream(changes: Record<string, unknown>): Promise<JetStreamSettings> {
  const wanted = await settings(), connection = await connect({ servers: [server.address] });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ ...eventsStream(wanted.stream, 1, crypto.randomUUID()), ...changes });
  await connection.close();
  return wanted;
}

Deno.test("JetStreamEventStorage.open() refuses a stream whose settings could lose events, and names each", async () => {
  const unsafe: readonly (readonly [changes: Record<string, unknown>, named: RegExp])[] = [
    [{ discard: "old" }, /: discard is "old", it must be new/],
    [{ max_age: 3_600_000_000_000 }, /: max_age is 3600000000000, it must be 0/],
    [{ max_msgs: 1_000 }, /: max_msgs is 1000, it must be -1/],
    [{ max_bytes: 1 << 20 }, /: max_bytes is 1048576, it must be -1/],
    [{ max_msgs_per_subject: 10 }, /: max_msgs_per_subject is 10/],
    [{ retention: "workqueue" }, /: retention is "workqueue", it must be limits/],
    [{ retention: "interest" }, /: retention is "interest"/],
    [{ storage: "memory" }, /: storage is "memory", it must be file/],
    [{ deny_delete: false, deny_purge: false }, /: deny_delete is false, .*; deny_purge is false/],
    [{ allow_rollup_hdrs: true, deny_purge: false }, /; allow_rollup_hdrs is true/],
    [{ allow_msg_ttl: true }, /: allow_msg_ttl is true/],
    [{ allow_direct: true }, /: allow_direct is true/],
    [{ persist_mode: "async" }, /: persist_mode is "async"/],
    [{ republish: undefined }, /: republish is undefined, it must be \{"src"/],
    [{ metadata: {} }, /is no log: its metadata lacks apiplant-log/],
  ];
  for (const [changes, named] of unsafe) {
    const { code, message } = await refusal(await foreignStream(changes));
    equal(code, "invalid", message);
    match(message, named);
  }
  const alone = await refusal(await settings({ replicas: 3 }));
  match(alone.message, /replicas > 1 not supported in non-clustered mode/);
});

Deno.test("JetStreamEventStorage.open() needs a disk that is synced, or the word that it need not be", async () => {
  await using careless = await NatsServer.start({ isSynced: false });
  const at = { servers: careless.address };
  match(
    (await refusal(await settings({ ...at, monitor: careless.monitor }))).message,
    /set jetstream \{ sync_interval: always \}/,
  );
  match(
    (await refusal(await settings(at))).message,
    /is not known: name its monitoring in driver-event-storage\.monitor/,
  );
  match((await refusal(await settings({ monitor: "" }))).message, /is not known: name its monitoring/);
  match(
    (await refusal(await settings({ monitor: "http://127.0.0.1:1" }))).message,
    /monitoring of NATS at .* does not answer/,
  );
  const warnings: string[] = [];
  await using storage = await JetStreamEventStorage.open({
    settings: await settings({ ...at, durable: "process" }),
    warn: (text) => warnings.push(text),
  });
  equal((await storage.info()).durable, "process");
  match(warnings.join(), /a loss of power may lose changes that were answered/);
  await using synced = await JetStreamEventStorage.open({ settings: await settings() });
  equal((await synced.info()).durable, "disk");
});

Deno.test("JetStreamEventStorage.open() makes one log, however many servers start at once, and shows no secret", async () => {
  const one = await settings();
  const storages = await Promise.all(Array.from({ length: 6 }, () => JetStreamEventStorage.open({ settings: one })));
  const infos = await Promise.all(storages.map((storage) => storage.info()));
  equal(new Set(infos.map(({ logId }) => logId)).size, 1);
  await Promise.all(storages.map((storage) => storage[Symbol.asyncDispose]()));
  await using guarded = await NatsServer.start({ more: 'authorization { user: shop, password: "correct horse" }' });
  const at = { servers: guarded.address, monitor: guarded.monitor, user: "shop" };
  for (
    const [changes, code] of [[{ password: "hunter2" }, "invalid"], [
      { servers: "127.0.0.1:1" },
      "unavailable",
    ]] as const
  ) {
    const error = await refusal(await settings({ ...at, password: "hunter2", ...changes }));
    equal(error.code, code, error.message);
    ok(!Deno.inspect(error).includes("hunter2"));
  }
  await using _storage = await JetStreamEventStorage.open({
    settings: await settings({ ...at, password: "correct horse" }),
  });
});

Deno.test("JetStreamEventStorage hears of another server's append by its message, before any time is over", async () => {
  const options = { settings: await settings() }, clock = new ManualClock();
  await using writing = await JetStreamEventStorage.open(options);
  // On a clock that stands, no reader wakes by the poll, nor at the end of its time.
  await using reading = await JetStreamEventStorage.open({ ...options, clock });
  for (let head = 0; head < 20;) {
    const waiting = reading.read(head + 1, 10, 60_000);
    head = (await writing.append(head, draftsOf(1, `m${head}`))).head;
    deepStrictEqual((await waiting).entries.map(({ seq }) => seq), [head]);
  }
});

Deno.test("JetStreamEventStorage finds any entry by halves, and every page has its whole beginning", async () => {
  const options = { settings: await settings() };
  await using writing = await JetStreamEventStorage.open(options);
  let head = 0;
  for (let at = 0; at < 200; at++) {
    const count = 1 + at * 7 % 11;
    deepStrictEqual(await writing.append(head, draftsOf(count, `m${at}`)), { ok: true, head: head += count });
  }
  const expected = (await writing.read(1, head)).entries;
  equal(expected.length, head);
  for (const from of [head, 1, 977, 500, 2, head - 1, 613, 614]) {
    await using fresh = await JetStreamEventStorage.open(options);
    for (const max of [1, 3, 100]) {
      deepStrictEqual(
        (await fresh.read(from, max)).entries,
        expected.slice(from - 1, from - 1 + max),
        `${from} ${max}`,
      );
    }
  }
});

Deno.test("JetStreamEventStorage goes on after its server was killed, and an append whose answer was lost lands once", async () => {
  await using restarted = await NatsServer.start();
  const options = { settings: await settings({ servers: restarted.address, monitor: restarted.monitor }) };
  await using storage = await JetStreamEventStorage.open(options);
  await using other = await JetStreamEventStorage.open(options);
  await storage.append(0, draftsOf(2, "before"));
  restarted.pause();
  const isAway = (error: unknown) => error instanceof StorageError && error.code === "unavailable";
  await rejects(storage.append(2, draftsOf(2, "lost")), isAway);
  restarted.resume();
  // It landed meanwhile, or lands now.
  equal((await storage.append(2, draftsOf(2, "lost"))).head, 4);
  const following = follow(other, 5);
  await restarted.kill();
  await rejects(storage.append(4, draftsOf(1, "away")), isAway);
  await restarted.begin();
  const head = await untilAnswered(async () => (await storage.append(4, draftsOf(1, "away"))).head);
  equal(head, 5);
  deepStrictEqual((await following).map(({ id }) => id), ["away-0"]);
  const ids = (await other.read(1, 10)).entries.map(({ id }) => id);
  deepStrictEqual(ids, ["before-0", "before-1", "lost-0", "lost-1", "away-0"]);

  /** Asks again while the server does not answer. */
  async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!isAway(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** The entries from a place on, once one comes. */
  async function follow(log: JetStreamEventStorage, from: number): Promise<readonly LogEntry[]> {
    for (;;) {
      const { entries } = await untilAnswered(() => log.read(from, 10, 20_000));
      if (entries.length > 0) return entries;
    }
  }
});
