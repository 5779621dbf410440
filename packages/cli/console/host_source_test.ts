import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { errorJsonOf } from "@fluxwire/console";
import { isShownReason, type ShownReason } from "@fluxwire/console/api";
import { serviceStatus } from "../verbs/host/service_status.ts";
import { HostSource } from "./host_source.ts";
import { failedService, FakeHost, lineReader } from "./testing/fake_host.ts";

const { signal } = new AbortController();
const utf8 = new TextEncoder();

Deno.test("HostSource restarts and stops a service, and the host only if its name is given", async () => {
  await using host = new FakeHost();
  host.services = [serviceStatus({ id: "a" })];
  await host.start();
  const source = new HostSource("host", "planets", host.path);
  const { restart, stop, status } = source.operations;
  deepStrictEqual([restart!.changes, stop!.changes, status!.changes], [true, true, false]);
  strictEqual(await restart!.run({ service: "a" }, signal), null);
  strictEqual(await stop!.run({ service: "a" }, signal), null);
  await rejects(stop!.run({}, signal), /no service is named/);
  await rejects(stop!.run({ service: null, name: "planet" }, signal), /its name was not typed/);
  deepStrictEqual(host.done, ["restart a", "stop a"]);
  const stopping = stop!.run({ service: null, name: "planets" }, signal);
  await host.asked();
  await host.stop();
  await stopping;
  await source.close();
});

Deno.test("HostSource explains a failure by its code, its last words and commands to copy", async () => {
  await using host = new FakeHost();
  host.services = [failedService("o'ne.sock")];
  await host.start();
  await host.log("o'ne.sock").append("stderr", utf8.encode("first\nNotCapable: no\n"));
  const source = new HostSource("host", "planets", host.path);
  const reason = await source.operations["explain"]!.run({ service: "o'ne.sock" }, signal);
  if (!isShownReason(reason)) throw new TypeError("no reason");
  deepStrictEqual([reason.code, reason.lastWords], ["DenoPermissionMissing", ["first", "NotCapable: no"]]);
  strictEqual(reason.remedy, "add --allow-read=…/orders.db to deno run, before the module");
  deepStrictEqual(reason.commands, [
    `deno task host logs 'o'\\''ne.sock' --control '…/galaxy.sock'`,
    `deno task host restart 'o'\\''ne.sock' --control '…/galaxy.sock'`,
  ]);
  await rejects(source.operations["explain"]!.run({ service: "b" }, signal), /does not have it/);
  await source.close();
  const own = new HostSource("host", "host", host.path, true);
  const { commands } = await own.operations["explain"]!.run({ service: "o'ne.sock" }, signal) as ShownReason;
  deepStrictEqual(commands, [`deno task host logs 'o'\\''ne.sock'`, `deno task host restart 'o'\\''ne.sock'`]);
  await own.close();
});

Deno.test("HostSource finds what a service complained of that ended later, without a code", async () => {
  await using host = new FakeHost();
  const lastError = { at: "2026-01-02T03:04:05.678Z", cause: "It ended with exit code 1" };
  host.services = [serviceStatus({ id: "a", state: "waiting", lastError })];
  await host.start();
  await host.log("a").append("stderr", utf8.encode("fatal: out of memory\n"));
  const source = new HostSource("host", "planets", host.path);
  const reason = await source.operations["explain"]!.run({ service: "a" }, signal) as { code: string; remedy: string };
  strictEqual(reason.code, "OutOfMemory");
  match(reason.remedy, /raise its memory limit/);
  await source.close();
});

Deno.test("HostSource follows the log of a service, and says when the host has gone", async () => {
  await using host = new FakeHost();
  host.services = [serviceStatus({ id: "a.sock" })];
  await host.start();
  const source = new HostSource("host", "planets", host.path), lines = source.stream("logs.a.sock")!;
  strictEqual(source.stream("logs.a.sock"), lines);
  const next = lineReader(lines) as () => Promise<{ from: string; text: string }>;
  host.log("a.sock").note("warn", "Started /opt/planted-folder/planets");
  await host.log("a.sock").append("stdout", utf8.encode("GET /api/v1\n"));
  deepStrictEqual([(await next()).text, (await next()).text], ["Started …/planets", "GET /api/v1"]);
  await host.stop();
  const { from, text } = await next();
  deepStrictEqual([from, text], ["console", "The host was stopped"]);
  await source.close();
  strictEqual(lines.end !== null, true);
});

Deno.test("HostSource follows eight services: the first one's stream ends with a line that says so, and can be asked for again", async () => {
  await using host = new FakeHost();
  host.services = Array.from({ length: 9 }, (_, index) => serviceStatus({ id: `s${index}` }));
  await host.start();
  const source = new HostSource("host", "planets", host.path), why = /follows 8 services at once, and this one no more/;
  for (const [kind, textOf] of [["logs", "text"], ["wire", "note"]] as const) {
    const [first, ...others] = host.services.map(({ id }) => source.stream(`${kind}.${id}`)!);
    deepStrictEqual(first!.end, { error: null });
    match((JSON.parse(first!.read(0, Infinity).lines.at(-1)!) as Record<string, string>)[textOf]!, why);
    strictEqual(others.every(({ end }) => end === null), true);
    strictEqual(source.stream(`${kind}.s0`)!.end, null);
    match(others[0]!.read(0, Infinity).lines.at(-1)!, why);
  }
  await source.close();
});

Deno.test("HostSource names no path, program or control socket in any answer, error or stream", async () => {
  await using host = new FakeHost();
  const source = new HostSource("host", "planets", host.path), id = "a.sock";
  const input = { service: id, name: "planted-name", path: "/planted-path" }, texts: string[] = [];
  const walk = async () => {
    for (const { run } of Object.values(source.operations)) {
      texts.push(
        await run(input, signal).then(
          (answer) => JSON.stringify(answer),
          (error) => JSON.stringify(errorJsonOf(error)),
        ),
      );
    }
  };
  await walk();
  match(texts.join(), /No host runs on this control socket/);
  host.services = [failedService(id)];
  host.log(id).note("error", host.services[0]!.lastError!.cause);
  await host.log(id).append(
    "stderr",
    utf8.encode("at file:///data/planted-folder/main.ts:1:2, /opt/planted-bin/deno\n"),
  );
  await host.start();
  await walk();
  for (const [name, lines] of [["status", 1], [`logs.${id}`, 2], [`wire.${id}`, 1]] as const) {
    const next = lineReader(source.stream(name)!);
    for (let line = 0; line < lines; line++) texts.push(JSON.stringify(await next()));
  }
  await source.close();
  deepStrictEqual(texts.filter((text) => text.includes("planted")), []);
  match(texts.join(), /Cannot start …\/planets/);
  strictEqual(texts.filter((text) => text.includes("at …/main.ts:1:2, …/deno")).length, 2);
});
