import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { toEntry } from "../event/text.ts";
import { SAMPLE_EVENTS } from "../storage/conformance/sample_events.ts";
import { FileEventStorage } from "../storage/file/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import { digestOf } from "../storage/model/dump.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;
const LAST = SAMPLE_EVENTS.length;

/** Runs a verb in a folder; its result as JSON. */
async function run(folder: string, ...args: string[]): Promise<{ code: number; result: Record<string, unknown> }> {
  const command = ["run", "--no-prompt", "-A", "--no-lock", "--no-check", MAIN, ...args, "--json"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: command, cwd: folder }).output();
  const text = new TextDecoder().decode(stdout);
  ok(text.startsWith("{"), `${args}: ${text}${new TextDecoder().decode(stderr)}`);
  return { code, result: JSON.parse(text) };
}

/** A folder with a configuration and the log of the sample events, in small segments. */
async function dataOf(events: number): Promise<{ folder: string; log: FileEventStorage; logId: string }> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/config.toml`, '[drivers]\nevent = "file"\nmodel = "sqlite"\n');
  const log = await FileEventStorage.open({ folder: `${folder}/data/events`, segmentBytes: 2_000 });
  for (const event of SAMPLE_EVENTS.slice(0, events)) await log.append(event.seq - 1, [toEntry(event)]);
  return { folder, log, logId: log.info().logId };
}

Deno.test("verify, rebuild, snapshot, compact, backup and restore work on the data of a server that does not run", async () => {
  const { folder, log, logId } = await dataOf(LAST);
  await log[Symbol.asyncDispose]();
  const verified = await run(folder, "verify");
  deepStrictEqual([verified.code, verified.result.logId, verified.result.head], [0, logId, LAST]);
  ok(verified.result.segments as number > 3);

  const models = new MemoryModelStorage();
  models.reset(logId);
  models.apply(SAMPLE_EVENTS);
  const digest = await digestOf(models.dump());
  deepStrictEqual((await run(folder, "rebuild")).result, { seq: LAST, digest });

  const early = await run(folder, "compact", "--before", "10");
  deepStrictEqual([early.code, (early.result.error as { code: string }).code], [3, "StorageFailed"]);
  equal((await run(folder, "snapshot")).result.seq, LAST);
  const { code, result } = await run(folder, "compact", "--before", "30");
  equal(code, 0);
  ok(result.first as number > 1 && result.first as number <= 30);
  equal(result.head, LAST);

  const saved = await run(folder, "backup", "saved.tar");
  deepStrictEqual([saved.code, saved.result.head, saved.result.snapshot], [0, LAST, LAST]);
  const again = await run(folder, "restore", "saved.tar");
  deepStrictEqual([again.code, (again.result.error as { code: string }).code], [2, "CannotListen"]);
  const target = `${folder}/other`;
  await Deno.mkdir(target);
  await Deno.copyFile(`${folder}/config.toml`, `${target}/config.toml`);
  const restored = await run(target, "restore", "../saved.tar");
  deepStrictEqual([restored.code, restored.result.logId, restored.result.head], [0, logId, LAST]);
  deepStrictEqual((await run(target, "rebuild")).result, { seq: LAST, digest });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("compact keeps the events that a webhook still needs", async () => {
  const { folder, log } = await dataOf(LAST);
  await log.setRegister("webhooks", JSON.stringify([{ id: "orders", enabled: true }]), 0);
  await log.setRegister("webhook/orders", JSON.stringify({ seq: 20, open: [] }), 0);
  await log[Symbol.asyncDispose]();
  equal((await run(folder, "snapshot")).code, 0);
  const { code, result } = await run(folder, "compact", "--before", "30");
  deepStrictEqual([code, (result.error as { code: string }).code], [3, "StorageFailed"]);
  match(
    (result.error as { message: string }).message,
    /needed from 21 on: its messages to the webhook orders are not sent yet/,
  );
  equal((await run(folder, "compact", "--before", "21")).code, 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("verify ends with 8 for a damaged log; verbs end with 2 beside a server, and with 1 for a log in memory", async () => {
  const { folder, log } = await dataOf(20);
  const beside = await run(folder, "verify");
  deepStrictEqual([beside.code, (beside.result.error as { code: string }).code], [2, "CannotListen"]);
  await log[Symbol.asyncDispose]();
  const path = `${folder}/data/events/00000000000000000001.log`;
  const bytes = await Deno.readFile(path);
  bytes[300]! ^= 1;
  await Deno.writeFile(path, bytes);
  const { code, result } = await run(folder, "verify");
  equal(code, 8);
  ok((result.problem as string).includes("segment 00000000000000000001.log at offset"), String(result.problem));
  await Deno.writeTextFile(`${folder}/config.toml`, '[drivers]\nevent = "memory"\n');
  equal((await run(folder, "verify")).code, 1);
  await Deno.remove(folder, { recursive: true });
});
