import { deepStrictEqual } from "node:assert/strict";
import { DEMO, HostPlace, type RunningHost } from "../../nx/e2e/host_process.ts";
import { checked } from "./checked.ts";
import { Started } from "./started.ts";

const HUB = "11111111-1111-1111-1111-111111111111", CHILD = "22222222-2222-2222-2222-222222222222";
const DIMMER = new URL("../../nx/e2e/measuring_child.ts", import.meta.url).pathname;

/** The demo's hub, with a child that publishes how bright its lamp is. */
function startHouse(place: HostPlace): RunningHost {
  place.driver("hub", `exec "${Deno.execPath()}" run --no-prompt -A --ext=ts "${DEMO}/drivers/hub-driver" "$@"`);
  place.driver("dimmer", `exec "${Deno.execPath()}" run --no-prompt -A "${DIMMER}" "$@"`);
  const patient = { fluxwire: { start_timeout_ms: 60_000 } };
  const hub = { instance_id: "hub-1", device_id: HUB, driver_id: "com.vendor.zigbee.gateway", driver_type: "HUB" };
  const child = { instance_id: "dimmer-1", device_id: CHILD, driver_id: "com.example.dimmer", driver_type: "CHILD" };
  place.instances([
    { ...hub, binary: "hub", config: { ip: "127.0.0.1" }, ...patient },
    { ...child, binary: "dimmer", config: { hub_device_id: HUB, child_ref: "lamp" }, ...patient },
  ]);
  return place.start([...place.flags, "-publisher", "noop"]);
}

Deno.test("Hubs shows a hub and its child, follows a command by its id to the hub and back, and shows values and events as they come", async () => {
  await using place = new HostPlace();
  await using started = await Started.with({ args: ["--nx", place.control], scheme: "dark" });
  const page = await started.page(), item = (name: RegExp) => page.getByRole("treeitem", { name });
  await page.getByRole("alert").getByText("HostNotRunning").waitFor();
  const host = startHouse(place);
  await item(/^.*hub-1 hub ready$/).waitFor();
  await item(/^.*dimmer-1 child ready$/).waitFor();
  await item(/brightness variable no value yet/).waitFor();
  await item(/hub-1 hub/).click();
  await page.getByRole("button", { name: "events", exact: true }).click();
  await page.getByRole("button", { name: "Start events" }).click();
  const events = page.getByRole("article", { name: "hub-1: events" });
  await events.getByRole("cell", { name: "listening" }).waitFor();
  await item(/Brightness endpoint, slider/).click();
  await page.getByRole("button", { name: "send", exact: true }).click();
  const value = page.getByRole("textbox", { name: "Value" });
  await value.fill("half");
  await page.getByRole("button", { name: "Start send" }).click();
  await page.getByText("✗ A number, such as 1.5").waitFor();
  await value.fill("42");
  await page.keyboard.press("Enter");
  const done = page.getByRole("article", { name: "Brightness: send" });
  await done.getByText("○ ended").waitFor();
  const steps = await done.getByRole("row").evaluateAll((rows) =>
    rows.slice(1).map((row) => [...row.children].slice(1, 3).map((cell) => cell.textContent))
  );
  deepStrictEqual(steps, [
    ["sent", "dimmer-1.brightness"],
    ["at the host", "dimmer-1"],
    ["sent to the hub", "hub-1"],
    ["answered by the hub", "hub-1"],
    ["answer", "dimmer-1.brightness"],
  ]);
  await item(/brightness variable 42$/).waitFor();
  await events.getByRole("row").filter({ hasText: "brightness_changed" }).getByRole("cell", {
    name: '{"payload":"42"}',
  })
    .waitFor();
  await events.getByRole("status").getByText("● going on").waitFor();
  await events.getByRole("button", { name: "Stop" }).click();
  await events.getByText("○ ended").waitFor();
  await page.getByRole("option").getByText("Its hub session has begun").waitFor();
  await checked(started, page, { allowed: /422/ });

  await item(/hub-1 hub/).click();
  await page.getByRole("button", { name: "stop", exact: true }).click();
  await page.getByRole("button", { name: "Call stop" }).click();
  await page.getByRole("button", { name: "Yes: stop" }).click();
  await item(/hub-1 hub stopped/).waitFor();
  await item(/dimmer-1 child its hub is away/).click();
  await page.getByRole("alert").getByText("HubUnavailable").waitFor();
  await page.getByRole("alert").getByText("The hub hub-1 has no session: it is stopped").waitFor();
  await host.end("SIGTERM");
  await page.getByRole("alert").getByText("HostNotRunning").waitFor();
});
