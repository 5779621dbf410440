import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import { create, EmptySchema } from "../protobuf.ts";
import { EXPORTER } from "../wire/services.ts";
import { ExporterLog } from "./log.ts";
import { Bench } from "./testing/raw_client.ts";

Deno.test("ExporterLog keeps the last 256 records for readers that come later, and gives all to each", async () => {
  const log = new ExporterLog();
  for (let number = 1; number <= 300; number++) log.add("INFO", String(number));
  const controller = new AbortController();
  const first = log.read(controller.signal), second = log.read(controller.signal);
  strictEqual((await first.next()).value?.message, "45");
  strictEqual((await second.next()).value?.message, "45");
  log.add("ERROR", "last");
  log.close();
  for (const reader of [first, second]) {
    const rest = await Array.fromAsync(reader);
    deepStrictEqual([rest.length, rest.at(-1)?.message], [256, "last"]);
  }
});

Deno.test("ExporterLog tells a reader that is slow how many records it has missed", async () => {
  const log = new ExporterLog();
  const reader = log.read(new AbortController().signal);
  log.add("INFO", "first");
  await reader.next();
  for (let number = 0; number < 1_030; number++) log.add("DEBUG", String(number));
  log.close();
  const rest = await Array.fromAsync(reader);
  match(rest.at(-1)!.message, /^6 records were dropped/);
  strictEqual(rest.length, 1_025);
});

Deno.test("LogStream gives the records of devices, with their source, and stays open", async () => {
  await using bench = await Bench.of({});
  bench.session.log.forDevice("power").warning("hot");
  const records = bench.channel.client(EXPORTER).logStream(create(EmptySchema));
  const { value } = await records.next();
  deepStrictEqual([value?.uuid, value?.severity, value?.message, value?.source], [
    "",
    "WARNING",
    "power: hot",
    LogSource.DRIVER,
  ]);
  bench.session.log.add("INFO", "later", LogSource.BEFORE_LEASE_HOOK);
  strictEqual((await records.next()).value?.source, LogSource.BEFORE_LEASE_HOOK);
  await records.return();
});
