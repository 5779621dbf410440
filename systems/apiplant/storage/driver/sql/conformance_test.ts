import { PASSWORD, PostgresServer } from "../../../../../drivers/postgres/testing/postgres_server.ts";
import { testConformance } from "../../conformance/conformance.ts";
import { MODEL_STORAGE_CASES } from "../../conformance/model_storage.ts";
import { modelsInFile, modelsUnderTest } from "../testing/sql_kinds.ts";

let server: PostgresServer, stores = 0;
Deno.test.beforeAll(async () => {
  server = await PostgresServer.start();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

testConformance("DriverModelStorage on SQLite", MODEL_STORAGE_CASES, () => modelsInFile("sqlite"), ["reopen"]);
testConformance("DriverModelStorage on DuckDB", MODEL_STORAGE_CASES, () => modelsInFile("duckdb"), ["reopen"]);
testConformance("DriverModelStorage on PostgreSQL", MODEL_STORAGE_CASES, () => {
  const values = { host: "127.0.0.1", port: String(server.port), password: PASSWORD };
  return modelsUnderTest("postgres", values, `m${++stores}_`);
}, ["reopen"]);
