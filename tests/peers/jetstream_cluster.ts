import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { testConformance } from "../../systems/apiplant/storage/conformance/conformance.ts";
import { draftsOf, EVENT_STORAGE_CASES } from "../../systems/apiplant/storage/conformance/event_storage.ts";
import { JetStreamEventStorage } from "../../systems/apiplant/storage/jetstream/event_storage.ts";
import { connect, jetstreamManager } from "../../systems/apiplant/storage/jetstream/library.ts";
import { type JetStreamSettings, settingsFrom } from "../../systems/apiplant/storage/jetstream/settings.ts";
import { OwnSettings } from "../../systems/apiplant/server/own_settings.ts";
import { StorageError } from "../../systems/apiplant/storage/roles.ts";
import { openPair } from "./jetstream_pair.ts";
import { type NatsServer, startCluster } from "./nats_server.ts";

let servers: readonly NatsServer[], logs = 0;
Deno.test.beforeAll(async () => {
  servers = await startCluster();
  await untilReady();
});
Deno.test.afterAll(async () => {
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
});

/** The servers choose who leads before they make streams. */
async function untilReady(): Promise<void> {
  for (const deadline = performance.now() + 60_000;;) {
    try {
      await using _storage = await JetStreamEventStorage.open({ settings: await settings() });
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The settings of a new log that all three servers have. */
function settings(others: Record<string, string | number> = {}): Promise<JetStreamSettings> {
  return settingsFrom(
    new OwnSettings("driver-event-storage", {
      servers: servers.map(({ address }) => address).join(","),
      monitor: servers.map(({ monitor }) => monitor).join(","),
      stream: `log-${++logs}`,
      replicas: 3,
      ...others,
    }),
  );
}

testConformance(
  "JetStreamEventStorage on three servers",
  EVENT_STORAGE_CASES,
  async () => await openPair(await settings()),
);

/** The name of the server that leads a stream. */
async function leaderOf(stream: string): Promise<string> {
  const connection = await connect({ servers: servers.map(({ address }) => address) });
  try {
    const { cluster } = await (await jetstreamManager(connection)).streams.info(stream);
    return cluster!.leader!;
  } finally {
    await connection.close();
  }
}

Deno.test("JetStreamEventStorage asks the monitoring of each of three servers, and says that its log is replicated", async () => {
  const [first, second] = servers.map(({ monitor }) => monitor);
  await rejects(
    JetStreamEventStorage.open({ settings: await settings({ monitor: `${first},${second}` }) }),
    (error) => {
      match(String(error), /Whether the NATS server server-\d+ syncs its disk is not known/);
      return error instanceof StorageError && error.code === "invalid";
    },
  );
  await using storage = await JetStreamEventStorage.open({ settings: await settings() });
  equal((await storage.info()).durable, "replicated");
});

Deno.test("JetStreamEventStorage loses and repeats nothing when the server that leads its stream is killed", async () => {
  const options = { settings: await settings() }, { stream } = options.settings;
  await using one = await JetStreamEventStorage.open(options);
  await using other = await JetStreamEventStorage.open(options);
  const sent = Array.from({ length: 30 }, (_, at) => draftsOf(2, `a${at}`));
  for (const [at, drafts] of sent.entries()) {
    if (at === 10) {
      const leader = await leaderOf(stream);
      await servers.find(({ name }) => name === leader)!.kill();
    }
    if (at === 20) await Promise.all(servers.map((server) => server.begin()));
    await land(at % 2 === 0 ? one : other, 2 * at, drafts);
  }
  const { entries, head } = await untilAnswered(() => other.read(1, 100));
  equal(head, 60);
  deepStrictEqual(entries.map(({ id }) => id), sent.flat().map(({ id }) => id));
});

/** Appends as a model server does: a lost answer is settled by the same append, and what is at its place then. */
async function land(log: JetStreamEventStorage, expected: number, drafts: ReturnType<typeof draftsOf>): Promise<void> {
  const result = await untilAnswered(() => log.append(expected, drafts));
  if (result.ok) return;
  const { entries } = await untilAnswered(() => log.read(expected + 1, drafts.length));
  deepStrictEqual(entries.map(({ id }) => id), drafts.map(({ id }) => id));
}

/** Asks again while no server answers. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "unavailable") throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
