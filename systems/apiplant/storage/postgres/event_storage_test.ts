import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { ManualClock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { testConformance } from "../conformance/conformance.ts";
import { draftsOf, EVENT_STORAGE_CASES } from "../conformance/event_storage.ts";
import { StorageError } from "../roles.ts";
import { addressOf } from "./address.ts";
import { Connection } from "./connection.ts";
import { PostgresEventStorage } from "./event_storage.ts";
import { quoted } from "./schema.ts";
import { LogServer, NOTHING } from "./testing/log_server.ts";

let server: LogServer;
Deno.test.beforeAll(async () => {
  server = await LogServer.start();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

testConformance("PostgresEventStorage", EVENT_STORAGE_CASES, async () => {
  const options = { address: server.address, schema: server.newSchema() };
  let storage = await PostgresEventStorage.open(options);
  const other = await PostgresEventStorage.open(options);
  return {
    storage,
    other,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await PostgresEventStorage.open(options);
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  };
}, ["turn", "trim"]);

Deno.test("PostgresEventStorage.open() makes one log, however many servers start at once", async () => {
  const options = { address: server.address, schema: server.newSchema() };
  const storages = await Promise.all(Array.from({ length: 6 }, () => PostgresEventStorage.open(options)));
  const infos = await Promise.all(storages.map((storage) => storage.info()));
  equal(new Set(infos.map(({ logId }) => logId)).size, 1);
  await Promise.all(storages.map((storage) => storage[Symbol.asyncDispose]()));
});

Deno.test("PostgresEventStorage hears of another server's append by its notification, before any time is over", async () => {
  const options = { address: server.address, schema: server.newSchema() }, clock = new ManualClock();
  await using writing = await PostgresEventStorage.open(options);
  // On a clock that stands, no reader wakes by the poll, nor at the end of its time.
  await using reading = await PostgresEventStorage.open({ ...options, clock });
  for (let head = 0; head < 20;) {
    const waiting = reading.read(head + 1, 10, 60_000);
    head = (await writing.append(head, draftsOf(1, `m${head}`))).head;
    deepStrictEqual((await waiting).entries.map(({ seq }) => seq), [head]);
  }
});

Deno.test("PostgresEventStorage.open() fails without the password in its error", async () => {
  const { config } = server.address;
  const wrong = [
    [{ user: "postgres", password: "hunter2" }, "invalid", /password authentication failed/],
    [{ user: "ghost", password: "hunter2" }, "invalid", /ghost/],
    [{ port: 1, password: "hunter2" }, "unavailable", /127\.0\.0\.1:1/],
    [{ database: "none" }, "invalid", /"none" does not exist/],
    [{ host: "localhost", tls: "verify", password: "hunter2" }, "unavailable", /certificate/i],
  ] as const;
  for (const [changes, code, text] of wrong) {
    const address = addressOf({ ...NOTHING, port: config.port, password: config.password, ...changes });
    const opening = PostgresEventStorage.open({ address, schema: "a" });
    await rejects(opening, (error) => {
      ok(error instanceof StorageError);
      equal(error.code, code, error.message);
      match(error.message, text);
      ok(!/hunter2|correct horse/.test(Deno.inspect(error)));
      return true;
    });
  }
});

Deno.test("PostgresEventStorage.open() encrypts, and checks the server's certificate with an authority", async () => {
  const { config } = server.address, ca = await Deno.readTextFile(server.certificate);
  const schema = server.newSchema(), own = { ...NOTHING, port: config.port, password: config.password };
  for (const changes of [{ host: "localhost", tls: "verify", ca }, { tls: "require" }] as const) {
    const address = addressOf({ ...own, ...changes });
    await using storage = await PostgresEventStorage.open({ address, schema });
    equal((await storage.info()).head, 0);
  }
});

Deno.test("PostgresEventStorage.open() warns of a server that does not sync, and does not count on a disk", async () => {
  const warnings: string[] = [];
  await using storage = await PostgresEventStorage.open({
    address: server.address,
    schema: server.newSchema(),
    warn: (text) => warnings.push(text),
  });
  match(warnings.join(), /fsync = off/);
  equal((await storage.info()).durable, "process");
});

Deno.test("PostgresEventStorage.append() is unavailable when its server crashes, and lands once when it is back", async () => {
  const schema = server.newSchema(), drafts = draftsOf(2, "next");
  await using storage = await PostgresEventStorage.open({ address: server.address, schema });
  await using connection = new Connection({ address: server.address, clock: SYSTEM_CLOCK, setup: [] });
  await storage.append(0, draftsOf(2));
  await connection.query({ text: `BEGIN; LOCK TABLE ${quoted(schema)}.head` });
  const lost = rejects(storage.append(2, drafts), { code: "unavailable" });
  const reading = untilAvailable(() => storage.read(3, 10, 60_000));
  await server.restart();
  await lost;
  deepStrictEqual(await untilAvailable(() => storage.append(2, drafts)), { ok: true, head: 4 });
  deepStrictEqual((await reading).entries.map(({ id }) => id), ["next-0", "next-1"]);
});

Deno.test("PostgresEventStorage.turn() appends without its right when the server has crashed meanwhile", async () => {
  await using storage = await PostgresEventStorage.open({ address: server.address, schema: server.newSchema() });
  const turn = await storage.turn();
  await server.restart();
  deepStrictEqual(await untilAvailable(() => turn.append(0, draftsOf(1))), { ok: true, head: 1 });
  await turn[Symbol.asyncDispose]();
});

Deno.test("PostgresEventStorage.turn() lets the next one append when its holder does nothing for a second", async () => {
  const options = { address: server.address, schema: server.newSchema() };
  await using storage = await PostgresEventStorage.open(options);
  await using other = await PostgresEventStorage.open(options);
  const held = await storage.turn();
  deepStrictEqual(await other.append(0, draftsOf(1, "other")), { ok: true, head: 1 });
  deepStrictEqual(await held.append(0, draftsOf(1, "late")), { ok: false, head: 1 });
  await held[Symbol.asyncDispose]();
});

Deno.test("PostgresEventStorage.turn() gives its place up when its signal aborts", async () => {
  const options = { address: server.address, schema: server.newSchema() };
  await using storage = await PostgresEventStorage.open(options);
  await using other = await PostgresEventStorage.open(options);
  const held = await storage.turn(), abort = new AbortController();
  const waiting = other.turn(abort.signal), behind = storage.turn(abort.signal);
  abort.abort(new Error("stop"));
  await Promise.all([rejects(waiting, /stop/), rejects(behind, /stop/)]);
  deepStrictEqual(await held.append(0, draftsOf(1)), { ok: true, head: 1 });
  await held[Symbol.asyncDispose]();
  await using next = await other.turn();
  deepStrictEqual(await next.append(1, draftsOf(1, "next")), { ok: true, head: 2 });
});

Deno.test("PostgresEventStorage.read() reports a log whose entry is missing", async () => {
  const schema = server.newSchema();
  await using storage = await PostgresEventStorage.open({ address: server.address, schema });
  await storage.append(0, draftsOf(3));
  await using connection = new Connection({ address: server.address, clock: SYSTEM_CLOCK, setup: [] });
  await connection.query({ text: `DELETE FROM ${quoted(schema)}.events WHERE seq = 2` });
  await rejects(storage.read(1, 10), { code: "corrupt" });
});

Deno.test("PostgresEventStorage waits for the disk also where the setting of its user is off", async () => {
  const { config } = server.address, schema = server.newSchema(), seen = Promise.withResolvers<string>();
  await using connection = new Connection({
    address: server.address,
    clock: SYSTEM_CLOCK,
    setup: ["LISTEN seen"],
    onNotification: seen.resolve,
  });
  await connection.query({ text: "CREATE ROLE careless SUPERUSER LOGIN PASSWORD 'careless'" });
  await connection.query({ text: "ALTER ROLE careless SET synchronous_commit = off" });
  const own = { ...NOTHING, port: config.port, database: "postgres", user: "careless", password: "careless" };
  await using storage = await PostgresEventStorage.open({ address: addressOf(own), schema });
  await connection.query({
    text: `CREATE FUNCTION report_setting() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('seen', current_setting('synchronous_commit')); RETURN NEW; END $$`,
  });
  await connection.query({
    text: `CREATE TRIGGER report BEFORE INSERT ON ${
      quoted(schema)
    }.events FOR EACH ROW EXECUTE FUNCTION report_setting()`,
  });
  await storage.append(0, draftsOf(1));
  equal(await seen.promise, "on");
});

/** Repeats what a server that starts refuses. */
async function untilAvailable<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "unavailable") throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

Deno.test("PostgresEventStorage.snapshots keeps the newest, for every server of the log", async () => {
  const options = { address: server.address, schema: server.newSchema() };
  await using storage = await PostgresEventStorage.open(options);
  await using other = await PostgresEventStorage.open(options);
  equal(await other.snapshots.newest(), null);
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `${at} ${"x".repeat(1_000)}`);
  const read = async () => {
    const newest = await other.snapshots.newest();
    return [newest?.seq, newest && await Array.fromAsync(newest.lines)];
  };
  for (const [seq, count] of [[5, 3], [9, 700], [7, 1]] as const) {
    await storage.snapshots.put(seq, ReadableStream.from(lines(count)));
    deepStrictEqual(await read(), seq === 5 ? [5, lines(3)] : [9, lines(700)]);
  }
  // A snapshot that was not finished is none.
  const broken = (async function* () {
    yield* lines(600);
    throw new Error("the models are gone");
  })();
  await rejects(storage.snapshots.put(20, broken), /the models are gone/);
  equal((await read())[0], 9);
});
