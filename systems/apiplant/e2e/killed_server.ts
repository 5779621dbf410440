/**
 * A server that takes changes as lines on stdin, for tests that kill it: FOLDER POINT NTH. It kills itself when it reaches
 * the step for the n-th time. Each line is an Idempotency-Key; the answer is a line `KEY SEQ`. At the end of stdin it prints
 * its whole state as a line of JSON.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import { idMaker } from "../event/new_id.ts";
import { ScriptHooks } from "../hooks/script_hooks.ts";
import { modelRules } from "../model/rules.ts";
import { startCore } from "../server/start_core.ts";
import { DENO_DISK } from "../storage/file/deno_disk.ts";
import { FileEventStorage } from "../storage/file/event_storage.ts";
import { FileModelStorage } from "../storage/file/model_storage.ts";
import { Refusal } from "../commit/refusal.ts";
import type { Operation } from "../commit/command.ts";
import { FaultTrap, trappedDisk, trappedLog, trappedModels } from "./fault_point.ts";

const [folder = "", point = "", nth = "1"] = Deno.args;
const trap = new FaultTrap(point, Number(nth));
await using events = await FileEventStorage.open({ folder: `${folder}/events`, disk: trappedDisk(DENO_DISK, trap) });
await using models = await FileModelStorage.open({ folder: `${folder}/models` });
const core = await startCore({
  id: "server",
  log: trappedLog(events, trap),
  models: trappedModels(models, trap),
  errors: { log: (record) => console.error(record), list: () => [], [Symbol.asyncDispose]: () => Promise.resolve() },
  rules: modelRules({ pageMax: 500 }),
  hooks: (parts) =>
    new ScriptHooks({
      deno: Deno.execPath(),
      memoryBytes: 64 << 20,
      processes: 2,
      preTimeoutMs: 20_000,
      postTimeoutMs: 20_000,
      maxPayloadBytes: 256 * 1024,
      net: { kind: "hosts", hosts: [] },
      run: { kind: "names", names: [] },
      onLog: () => {},
      onWarning: () => {},
    }, parts),
  newId: idMaker(SYSTEM_CLOCK),
  random: Math.random,
  patienceMs: 10_000,
  maxReferring: 100,
});

/** A post hook that leaves one instance for each event, however often it runs. */
const HOOK = `export async function postCreate(ctx) {
  try {
    await ctx.create("trace", { of: ctx.instance });
  } catch (error) {
    if (error.code !== "unique") throw error;
  }
}`;

await define({ op: "createModel", definition: { id: "trace", fields: { of: { type: "String", unique: true } } } });
await define({
  op: "createModel",
  definition: { id: "note", fields: { key: { type: "String", unique: true } } },
  hooks: [{ hook: "postCreate", kind: "script", language: "js", source: HOOK, options: {} }],
});
console.log("ready");
for await (const key of createInterface({ input: process.stdin })) {
  const { seq: [seq] } = await write({ op: "create", model: "note", data: { key } }, key);
  console.log(`${key} ${seq}`);
}
await core.close(AbortSignal.timeout(20_000));
const { entries } = await events.read(1, 100_000);
console.log(JSON.stringify({ entries, dump: await Array.fromAsync(models.dump()) }));

async function define(operation: Operation): Promise<void> {
  await write(operation, undefined).catch((error) => {
    if (!(error instanceof Refusal) || error.code !== "exists") throw error;
  });
}

function write(operation: Operation, key: string | undefined) {
  return core.writer.write({
    operations: [operation],
    batch: false,
    actor: "test",
    requestId: key ?? "define",
    ...(key !== undefined && { idempotency: { key, hash: "sha256:0" } }),
    signal: new AbortController().signal,
  });
}
