import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { HostLine } from "@fluxwire/console/api";
import { isHostLine } from "@fluxwire/console/api";
import { ManualClock } from "@fluxwire/transport";
import { serviceStatus } from "../../verbs/host/service_status.ts";
import { FakeHost, lineReader } from "../testing/fake_host.ts";
import { HostAsker } from "./host_asker.ts";
import { WatchedHost } from "./watched_host.ts";

Deno.test("WatchedHost says once that no host runs, looks every 2 s, then gives its status, changes, and its end", async () => {
  const clock = new ManualClock();
  await using host = new FakeHost();
  await using watched = new WatchedHost(new HostAsker(host.path, true), "host", clock);
  const next = lineReader(watched.lines);
  watched.start();
  deepStrictEqual(await next(), {
    absent: {
      code: "HostNotRunning",
      message: "No host runs on this control socket",
      remedy: "Start one: deno task host run",
    },
  });
  strictEqual(watched.refresh(), null);
  await clock.timer(2_000);
  clock.advance(2_000);
  await clock.timer(2_000);
  host.services = [serviceStatus({ id: "a" }), serviceStatus({ id: "b" })];
  await host.start();
  clock.advance(2_000);
  const first = await next() as { status: { name: string; services: { id: string; state: string }[] } };
  deepStrictEqual([first.status.name, first.status.services.map(({ id }) => id)], ["host", ["a", "b"]]);
  host.services = [serviceStatus({ id: "a", state: "stopping" }), serviceStatus({ id: "c" })];
  const change = await next() as HostLine & { services: unknown[]; gone: string[] };
  strictEqual(isHostLine(change), true);
  deepStrictEqual([change.services.length, change.gone], [2, ["b"]]);
  const now = watched.refresh()!;
  deepStrictEqual(now.services.map(({ id, state }) => `${id} ${state}`), ["a stopping", "c ready"]);
  deepStrictEqual(await next(), { status: now });
  await host.stop();
  const { absent } = await next() as { absent: { message: string; remedy: string } };
  deepStrictEqual([absent.message, absent.remedy], ["The host was stopped", "Start one: deno task host run"]);
});
