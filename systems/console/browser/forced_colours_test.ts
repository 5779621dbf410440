import { deepStrictEqual } from "node:assert/strict";
import { FakeHost } from "../../../packages/cli/console/testing/fake_host.ts";
import { serviceStatus } from "../../../packages/cli/verbs/host/service_status.ts";
import { axeFaults } from "./checked.ts";
import type { Page } from "./playwright.ts";
import { driverArgs, Started } from "./started.ts";

/** Goes to a screen. */
async function screen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
}

/** What is chosen and looks like what is not, by its selector; and what axe says. */
async function faults(page: Page): Promise<string[]> {
  const alike = await page.evaluate(() => {
    const looks = (element: Element): string => {
      const { outlineStyle, outlineColor, backgroundColor, borderColor, fontWeight, color } = getComputedStyle(element);
      return [outlineStyle, outlineColor, backgroundColor, borderColor, fontWeight, color].join(" ");
    };
    const pairs = [
      [".row.selected", ".row:not(.selected)"],
      ["nav [aria-current=page]", "nav button:not([aria-current=page])"],
      ["[role=tab][aria-selected=true]", "[role=tab][aria-selected=false]"],
      ["[role=treeitem][aria-selected=true]", "[role=treeitem][aria-selected=false]"],
    ];
    return pairs.flatMap(([chosen, other]) => {
      const [one, two] = [document.querySelector(chosen!), document.querySelector(other!)];
      return one !== null && two !== null && looks(one) === looks(two) ? [chosen!] : [];
    });
  });
  return [...alike, ...await axeFaults(page, "light"), ...await axeFaults(page, "dark")];
}

Deno.test("with forced colours Wire, Connect and Checks show what is chosen, in colours that can be read", async () => {
  await using started = await Started.with({ args: driverArgs("planets") });
  const page = await started.page();
  await page.emulateMedia({ forcedColors: "active" });
  await screen(page, "Connect");
  await page.getByRole("textbox", { name: "Star" }).waitFor();
  deepStrictEqual(await faults(page), []);
  await screen(page, "Checks");
  await page.getByRole("button", { name: "Run the checks" }).click();
  await page.getByText(/^\d+ checks: .*failed/).waitFor();
  await page.getByRole("listbox", { name: "Results" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("article", { name: /^PROTOCOL/ }).getByRole("heading", { level: 2 }).waitFor();
  deepStrictEqual(await faults(page), []);
  await screen(page, "Wire");
  await page.getByRole("listbox", { name: "Frames" }).getByRole("option").first().waitFor();
  await page.keyboard.press("Home");
  await page.locator(".row.selected").waitFor();
  deepStrictEqual(await faults(page), []);
});

Deno.test("with forced colours Query's grid takes the system's colours, those of chosen cells among them, at once", async () => {
  await using started = await Started.with({ args: driverArgs("grid") });
  const page = await started.page();
  await screen(page, "Query");
  await page.getByRole("button", { name: "Connect with the form's defaults" }).click();
  await page.locator(".cm-content").fill("confusing");
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("gridcell", { name: "9007199254740993" }).waitFor();
  await page.emulateMedia({ forcedColors: "active" });
  await page.waitForFunction(() => {
    const probe = document.body.appendChild(document.createElement("span"));
    const system = (name: string): string => {
      probe.style.color = name;
      return getComputedStyle(probe).color;
    };
    const canvas = document.querySelector<HTMLCanvasElement>(".grid canvas")!;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height),
      found = new Set<string>();
    for (let at = 0; at < data.length; at += 4) found.add(`rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`);
    const wanted = ["Canvas", "CanvasText", "SelectedItem", "SelectedItemText"].map(system);
    probe.remove();
    return wanted.every((one) => found.has(one));
  });
  deepStrictEqual(await faults(page), []);
});

Deno.test("with forced colours Host shows which service is chosen", async () => {
  await using host = new FakeHost();
  host.services = ["a.sock", "b.sock"].map((id) => serviceStatus({ id }));
  await host.start();
  await using started = await Started.with({ args: ["--host", host.path] });
  const page = await started.page();
  await page.emulateMedia({ forcedColors: "active" });
  await page.getByRole("listbox", { name: "Services" }).getByRole("option").first().waitFor();
  deepStrictEqual(await faults(page), []);
});
