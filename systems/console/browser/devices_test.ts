import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Place } from "../../jumpstarter/cli/testing/place.ts";
import { checked } from "./checked.ts";
import { keepDrawn, pictured, textsWith } from "./drawn.ts";
import type { Page } from "./playwright.ts";
import { Started } from "./started.ts";

/** An exporter with a power supply, and a serial console that gives back what it takes. */
const CONFIG = `export:
  power: { type: power/mock }
  serial: { type: network/echo }
`;

/** Starts that exporter on a socket. */
function exporter(place: Place, more: readonly string[] = []): Promise<AsyncDisposable> {
  return place.started(["--exporter", "bench", "--socket", "bench.sock", ...more], 1);
}

/** Chooses a device, and one of its methods. */
async function choose(page: Page, device: string, method: string): Promise<void> {
  await page.getByRole("treeitem", { name: device }).click();
  await page.getByRole("group", { name: "What can be done" }).getByRole("button", { name: method, exact: true })
    .click();
}

Deno.test("Devices shows an exporter: calls answer, streams are tables, and a serial console is a terminal", async () => {
  using place = new Place(CONFIG);
  await using _exporter = await exporter(place);
  await using started = await Started.with({ args: ["--exporter", `${place.folder}/bench.sock`] });
  const page = await started.page();
  await choose(page, "power", "on");
  await page.getByRole("button", { name: "Call on" }).click();
  await page.getByRole("article", { name: "power: on" }).getByText("done, without a value").waitFor();
  await page.getByRole("option").getByText("power on").waitFor();
  await choose(page, "power", "read");
  await page.getByRole("button", { name: "Start read" }).click();
  const read = page.getByRole("article", { name: "power: read" });
  await read.getByText("○ ended").waitFor();
  await read.getByRole("columnheader", { name: "voltage" }).waitFor();
  await read.getByRole("cell", { name: "5" }).waitFor();

  await choose(page, "serial", "connect");
  await page.getByRole("button", { name: "Open connect" }).click();
  const terminal = page.getByRole("article", { name: "serial: connect" });
  await terminal.getByRole("status").getByText("● going on").waitFor();
  await terminal.locator("textarea:focus").waitFor();
  // Digits and Escape are for the terminal here, not for the page.
  await page.keyboard.type("login 1");
  await page.keyboard.press("Control+J");
  await page.keyboard.press("Escape");
  await page.keyboard.type("[31mred");
  const output = terminal.getByRole("log");
  await output.locator(".ink-1").getByText("red").waitFor();
  strictEqual(await output.locator("div").first().textContent(), "login 1");
  strictEqual(await page.getByRole("treeitem", { selected: true }).textContent(), "└─  serial device");
  await checked(started, page);
  await page.reload();
  await output.locator(".ink-1").getByText("red").waitFor();
  await terminal.getByRole("textbox").pressSequentially(" again");
  await output.getByText("red again").waitFor();
  await terminal.getByRole("button", { name: "Stop" }).click();
  await terminal.getByText("○ ended").waitFor();
  strictEqual(await terminal.getByRole("textbox").isDisabled(), true);
  await terminal.getByRole("button", { name: "Close serial: connect" }).click();
  await terminal.waitFor({ state: "detached" });
  strictEqual(await page.evaluate(() => sessionStorage.getItem("fluxwire-runs-exporter")), null);
});

Deno.test("Devices is used by the keyboard alone, and its tree opens, shuts and moves as trees do", async () => {
  using place = new Place("export:\n  rack: { children: { lamp: { type: power/mock }, fan: { type: power/mock } } }\n");
  await using _exporter = await exporter(place);
  await using started = await Started.with({ args: ["--exporter", `${place.folder}/bench.sock`], scheme: "dark" });
  const page = await started.page(), selected = page.getByRole("treeitem", { selected: true });
  await page.getByRole("treeitem", { name: "fan" }).waitFor();
  await page.getByRole("tree", { name: "Devices" }).focus();
  await selected.filter({ hasText: "Exporter" }).waitFor();
  for (const key of ["End", "ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
  await selected.filter({ hasText: "rack" }).waitFor();
  strictEqual(await selected.getAttribute("aria-expanded"), "false");
  strictEqual(await page.getByRole("treeitem").count(), 2);
  await page.keyboard.press("ArrowRight");
  await page.getByRole("treeitem", { name: "lamp" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await selected.filter({ hasText: "lamp" }).waitFor();
  const off = page.getByRole("button", { name: "off", exact: true });
  await off.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Call off" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("article", { name: "lamp: off" }).getByText("done, without a value").waitFor();
  await page.getByRole("tree", { name: "Devices" }).focus();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "reset every device" }).click();
  await page.getByRole("button", { name: "Call reset every device" }).click();
  await page.getByRole("alert").getByText("Reset every device of this exporter?").waitFor();
  await page.getByRole("button", { name: "Leave it" }).click();
  await page.getByRole("button", { name: "Call reset every device" }).click();
  await page.getByRole("button", { name: "Yes: reset every device" }).click();
  await page.getByRole("article", { name: "Exporter: reset every device" }).getByText("done").waitFor();
  deepStrictEqual(started.complaints, []);
});

Deno.test("Devices says why an exporter cannot be reached and what to do, and shows it once it runs; its passphrase is in neither the page nor a picture of it, and --view refuses its methods", async () => {
  using place = new Place(CONFIG);
  const passphrase = "planted-passphrase-1", name = "FLUXWIRE_TEST_PASSPHRASE";
  Deno.env.set(name, passphrase);
  const args = ["--view", "--exporter", `${place.folder}/bench.sock`, "--passphrase-env", name];
  await using started = await Started.with({ args });
  await keepDrawn(started.context);
  const page = await started.page();
  await page.getByRole("alert").getByText("SocketUnreachable").waitFor();
  await page.getByRole("alert").getByText("check that the exporter runs and listens there").waitFor();
  const drawn = await pictured(page);
  await checked(started, page, { allowed: /422/ });
  await using _exporter = await exporter(place, ["--passphrase-env", name]);
  Deno.env.delete(name);
  await page.getByRole("button", { name: "Look again" }).click();
  await choose(page, "power", "on");
  await page.getByText("This console only looks").waitFor();
  strictEqual(await page.getByRole("button", { name: "Call on" }).isDisabled(), true);
  const status = await page.evaluate(async () => {
    const token = sessionStorage.getItem("fluxwire-token");
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = JSON.stringify({ node: ".power", action: "on", args: [] });
    const answer = await fetch("/api/sources/exporter/act", { method: "POST", headers, body });
    return [answer.status, (await answer.json()).error.code];
  });
  deepStrictEqual(status, [403, "ViewOnly"]);
  drawn.push(...await pictured(page));
  deepStrictEqual(textsWith(drawn, passphrase), []);
  strictEqual((await page.content()).includes(passphrase), false);
});
