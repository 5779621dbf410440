import { equal } from "node:assert/strict";
import type { Seq } from "../../../event/event.ts";
import { SeededRandom } from "../../../simulation/random.ts";
import { randomEvents } from "../../conformance/random_events.ts";
import { MemoryModelStorage } from "../../memory/model_storage.ts";
import { digestOf } from "../../model/dump.ts";
import { PASSWORD, PostgresServer } from "../../../../../drivers/postgres/testing/postgres_server.ts";
import { testConformance } from "../../conformance/conformance.ts";
import { MODEL_STORAGE_CASES } from "../../conformance/model_storage.ts";
import { modelsInFile, modelsUnderTest } from "../testing/sql_kinds.ts";

/** Events of the logs by chance. */
const COUNT = 600;

let server: PostgresServer, stores = 0;
Deno.test.beforeAll(async () => {
  server = await PostgresServer.start();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

function modelsInPostgres() {
  const values = { host: "127.0.0.1", port: String(server.port), password: PASSWORD };
  return modelsUnderTest("postgres", values, `m${++stores}_`);
}

testConformance("DriverModelStorage on SQLite", MODEL_STORAGE_CASES, () => modelsInFile("sqlite"), ["reopen"]);
testConformance("DriverModelStorage on DuckDB", MODEL_STORAGE_CASES, () => modelsInFile("duckdb"), ["reopen"]);
testConformance("DriverModelStorage on PostgreSQL", MODEL_STORAGE_CASES, modelsInPostgres, ["reopen"]);

const KINDS = {
  SQLite: () => modelsInFile("sqlite"),
  DuckDB: () => modelsInFile("duckdb"),
  PostgreSQL: () => modelsInPostgres(),
};

for (const [name, make] of Object.entries(KINDS)) {
  Deno.test(`G5 DriverModelStorage on ${name} has after ${COUNT} events the digest of a replay, and again after it was reset`, async () => {
    const random = new SeededRandom(3), events = randomEvents(random, COUNT);
    const expected = new MemoryModelStorage();
    expected.reset("log");
    expected.apply(events);
    const digest = await digestOf(expected.dump());
    await using models = await make();
    const { storage } = models;
    await storage.reset("log");
    for (let seq: Seq = 0; seq < COUNT;) seq = await storage.apply(events.slice(seq, seq + 1 + random.below(300)));
    equal(await digestOf(storage.dump()), digest);
    await storage.reset("log");
    await storage.apply(events);
    equal(await digestOf(storage.dump()), digest);
  });
}
