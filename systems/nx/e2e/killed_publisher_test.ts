import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { HostPlace, type RunningHost, untilGone } from "./host_process.ts";

const DRIVER = fileURLToPath(new URL("publishing_driver.ts", import.meta.url));
const DEVICE = "22222222-2222-2222-2222-222222222222";

/** A driver that publishes until it is killed, and is not started again then. */
function start(place: HostPlace): RunningHost {
  place.driver("publisher", `exec "${Deno.execPath()}" run --no-prompt -A "${DRIVER}" "$@"`);
  place.instances([{
    instance_id: "publisher",
    device_id: DEVICE,
    driver_id: "com.example.publisher",
    driver_type: "DEVICE",
    binary: "publisher",
    fluxwire: { restart: "temporary", start_timeout_ms: 60_000 },
  }]);
  return place.start();
}

/** Resolves once that many events have been written since, and another is on its way. Each file is whole at any moment. */
async function untilPublished(place: HostPlace, events: number): Promise<void> {
  const wanted = eventsOf(place) + events;
  for (const deadline = performance.now() + 60_000; eventsOf(place) < wanted;) {
    ok(performance.now() < deadline, "the driver does not publish");
    if (eventsOf(place) > 0) checkFiles(place);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function eventsOf(place: HostPlace): number {
  return namesIn(place).filter((name) => name.startsWith("event_")).length;
}

function namesIn(place: HostPlace): string[] {
  try {
    return [...Deno.readDirSync(`${place.folder}/out`)].map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Reads every published file: each must be a whole document. */
function checkFiles(place: HostPlace): void {
  const names = namesIn(place).filter((name) => name.endsWith(".json"));
  ok(names.includes(`device_${DEVICE}.json`), names.join());
  for (const name of names) {
    strictEqual(typeof JSON.parse(Deno.readTextFileSync(`${place.folder}/out/${name}`)), "object");
  }
}

function unfinished(place: HostPlace): string[] {
  return namesIn(place).filter((name) => !name.endsWith(".json"));
}

Deno.test("a driver killed in mid-publish leaves no half file", async () => {
  await using place = new HostPlace();
  const host = start(place);
  const ready = await host.line("Ready as process");
  await untilPublished(place, 20);
  Deno.kill(Number(ready.split(" ").at(-1)), "SIGKILL");
  await host.line("publisher host: It ended with signal SIGKILL");
  checkFiles(place);
  strictEqual(await host.end("SIGTERM"), 0);
  checkFiles(place);
  deepStrictEqual(unfinished(place), []);
});

Deno.test("a host killed in mid-publish leaves no half file, and the next one removes what is unfinished", async () => {
  await using place = new HostPlace();
  const host = start(place);
  await untilPublished(place, 20);
  await host.end("SIGKILL");
  await untilGone(place.folder, 60_000);
  checkFiles(place);
  // Whether the host was killed between two files or in one is chance: this is what the second leaves.
  Deno.writeTextFileSync(`${place.folder}/out/.${crypto.randomUUID()}.tmp`, '{"DeviceID":');
  const next = start(place);
  await untilPublished(place, 1);
  strictEqual(await next.end("SIGTERM"), 0);
  checkFiles(place);
  deepStrictEqual(unfinished(place), []);
});
