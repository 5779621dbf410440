import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { failedService, FakeHost } from "../../../packages/cli/console/testing/fake_host.ts";
import { serviceStatus } from "../../../packages/cli/verbs/host/service_status.ts";
import { checked } from "./checked.ts";
import { keepDrawn, pictured, textsWith } from "./drawn.ts";
import { pings, START } from "./recording_lines.ts";
import { Started } from "./started.ts";

const utf8 = new TextEncoder();

Deno.test("Host waits for a host, has problems first, says why a service does not run, and restarts and stops by keys", async () => {
  await using host = new FakeHost();
  await using started = await Started.with({ args: ["--host", host.path] });
  await keepDrawn(started.context);
  const page = await started.page();
  await page.getByText("No host runs on this control socket.").waitFor();
  await page.getByText("deno task host run --control '…/galaxy.sock'", { exact: true }).waitFor();
  await page.getByText("write that of the control socket in place of …").waitFor();
  await checked(started, page);

  host.services = [serviceStatus({ id: "planets.sock" }), failedService("orders.sock")];
  await host.log("orders.sock").append("stderr", utf8.encode("NotCapable: no\n"));
  await host.start();
  const services = page.getByRole("listbox", { name: "Services" });
  await page.getByText("1 ready, 1 given-up").waitFor();
  strictEqual(await services.getByRole("option").first().getAttribute("id"), "service-orders.sock");
  await page.getByRole("option", { name: "NotCapable: no" }).waitFor();
  await services.focus();
  await page.keyboard.press("w");
  await page.getByText("✕ DenoPermissionMissing").waitFor();
  await page.getByText("add --allow-read=…/orders.db to deno run").waitFor();
  await page.getByText("deno task host restart orders.sock --control '…/galaxy.sock'", { exact: true }).waitFor();
  await page.keyboard.press("Shift+R");
  const alert = page.getByRole("alert");
  await alert.getByText("ServiceNotReady").waitFor();
  await checked(started, page, { allowed: /422/ });

  await services.focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { selected: true }).getByText("planets.sock").waitFor();
  await page.keyboard.press("Shift+S");
  await page.locator(".stop button:focus").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Its sessions end.").waitFor({ state: "detached" });
  await page.keyboard.press("Shift+S");
  await page.locator(".stop button:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Stopping planets.sock: done").waitFor();
  deepStrictEqual(host.done, ["restart orders.sock", "stop planets.sock"]);
  strictEqual((await page.content()).includes("planted"), false);
  deepStrictEqual(textsWith(await pictured(page), "planted"), []);

  host.services = [serviceStatus({ id: "planets.sock", state: "stopped", pid: null }), failedService("orders.sock")];
  await page.getByText("1 given-up, 1 stopped").waitFor();
  await page.getByRole("button", { name: "Stop the host…" }).click();
  const stop = page.locator(".stop button[type=submit]");
  strictEqual(await stop.isDisabled(), true);
  await checked(started, page, { allowed: /422/ });
  await page.getByLabel(/to stop the host/).fill("galaxy");
  await page.keyboard.press("Enter");
  await host.asked();
  await host.stop();
  await page.getByText(/^The host was stopped|^No host runs/).waitFor();
});

Deno.test("Host says that frames are followed of eight services at once, and follows the first one again", async () => {
  await using host = new FakeHost();
  host.services = Array.from({ length: 9 }, (_, index) => serviceStatus({ id: `s${index}.sock`, tap: true }));
  host.frames = [...START, ...pings(1, 1)];
  await host.start();
  await using started = await Started.with({ args: ["--host", host.path] });
  const page = await started.page(), services = page.getByRole("listbox", { name: "Services" });
  const frames = page.getByRole("listbox", { name: "Frames" }), why = page.getByText("and this one no more");
  await page.getByRole("button", { name: "Frames" }).click();
  await frames.getByRole("option").first().waitFor();
  await services.focus();
  for (let number = 1; number < 9; number++) {
    await page.keyboard.press("ArrowDown");
    await page.getByRole("region", { name: `s${number}.sock` }).waitFor();
    await frames.getByRole("option").first().waitFor();
    strictEqual(await why.count(), 0);
  }
  await page.keyboard.press("Home");
  await page.getByRole("region", { name: "s0.sock" }).waitFor();
  await why.waitFor();
  await checked(started, page);
  await page.getByRole("button", { name: "Follow it again" }).click();
  await why.waitFor({ state: "detached" });
  await frames.getByRole("option").first().waitFor();
});

Deno.test("Host only looks with --view: there is no way to restart or stop, and 200 services are a list of few elements", async () => {
  await using host = new FakeHost();
  const ids = Array.from({ length: 200 }, (_, index) => `s${String(index).padStart(3, "0")}.sock`);
  host.services = ids.map((id, index) => index === 150 ? failedService(id) : serviceStatus({ id }));
  await host.start();
  await using started = await Started.with({ args: ["--view", "--host", host.path], scheme: "dark" });
  const page = await started.page();
  await page.getByText("199 ready, 1 given-up").waitFor();
  await page.getByRole("option", { selected: true }).getByText("s150.sock").waitFor();
  strictEqual(await page.getByRole("button", { name: /Stop|Restart/ }).count(), 0);
  strictEqual(await page.locator("#service-s199\\.sock").count(), 0);
  await page.getByRole("listbox", { name: "Services" }).focus();
  await page.keyboard.press("End");
  await page.getByRole("option", { selected: true }).getByText("s199.sock").waitFor();
  await checked(started, page);
});
