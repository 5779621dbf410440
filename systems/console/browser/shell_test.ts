import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { axeFaults, checked } from "./checked.ts";
import type { Page } from "./playwright.ts";
import { pings, START } from "./recording_lines.ts";
import { Served } from "./served.ts";
import { Started } from "./started.ts";

/** What has the focus: its name for people, or its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement!.getAttribute("aria-label") ?? document.activeElement!.tagName);
}

Deno.test("the list of keys names each key that does something, and switches single characters off", async () => {
  await using served = await Served.with();
  const page = await served.page(), keys = page.getByRole("complementary", { name: "Keys" });
  await page.getByText("● live").waitFor();
  await page.keyboard.press("?");
  await keys.getByText("Back to the list").waitFor();
  await checked(served, page);
  await keys.getByRole("checkbox", { name: "Single characters do something" }).uncheck();
  await keys.getByRole("button", { name: "Close" }).click();
  await keys.waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Commands" }).waitFor();
  strictEqual(await keys.count(), 0);
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByText("● live").waitFor();
  await page.getByRole("button", { name: "Keys" }).click();
  strictEqual(await keys.getByRole("checkbox").isChecked(), false);
});

Deno.test("the palette finds commands by words, and the colours that are chosen stay through a reload", async () => {
  await using served = await Served.with();
  const page = await served.page(), palette = page.getByRole("dialog", { name: "Commands" });
  await page.getByText("● live").waitFor();
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("listbox", { name: "Frames" }).focus();
  await page.keyboard.press("Control+k");
  await palette.getByRole("option", { name: "Go to Wire" }).waitFor();
  deepStrictEqual([...await axeFaults(page, "light"), ...await axeFaults(page, "dark")], []);
  await page.emulateMedia({ colorScheme: null });
  await page.keyboard.type("dark col");
  await palette.getByRole("option", { name: "Colours: dark", selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await palette.waitFor({ state: "detached" });
  await page.locator("[aria-label=Frames]:focus").waitFor();
  await page.waitForFunction((light) => getComputedStyle(document.body).backgroundColor !== light, light);
  const dark = await ground();
  await page.reload();
  await page.getByText("● live").waitFor();
  strictEqual(await ground(), dark);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("xyzzy");
  await palette.getByText("No command has these words.").waitFor();
  await page.keyboard.press("Enter");
  await palette.waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("filter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("error");
  strictEqual(await page.getByLabel("Filter").inputValue(), "error");
  deepStrictEqual(served.complaints, []);
});

Deno.test("F6 goes through the panes, and Escape back to the list from anywhere", async () => {
  await using served = await Served.with();
  served.push([...START, ...pings(1, 4)]);
  const page = await served.page();
  await page.getByText("9 of 9").waitFor();
  const seen: string[] = [];
  for (let press = 0; press < 4; press++) {
    await page.keyboard.press("F6");
    seen.push(await focused(page));
  }
  deepStrictEqual([seen[0], seen[1]], ["SELECT", "Frames"]);
  await page.getByLabel("Filter").focus();
  await page.keyboard.press("Escape");
  await page.locator("[aria-label=Frames]:focus").waitFor();
  await page.keyboard.press("Shift+F6");
  strictEqual(await focused(page), "SELECT");
  deepStrictEqual(served.complaints, []);
});

Deno.test("Back leads to the source that was shown before, and a reload keeps the source, the filter and the frame", async () => {
  const folder = await Deno.makeTempDir(), files = [`${folder}/one.ndjson`, `${folder}/two.ndjson`];
  for (const [index, file] of files.entries()) {
    await Deno.writeTextFile(file, `${[...START, ...pings(1, 4 + index)].join("\n")}\n`);
  }
  {
    await using started = await Started.with({ args: files });
    const page = await started.page();
    await page.getByText("9 of 9").waitFor();
    await page.getByLabel("Source").selectOption("two.ndjson");
    await page.getByText("11 of 11").waitFor();
    await page.getByLabel("Filter").fill("from:host");
    await page.getByText("5 of 11").waitFor();
    await page.getByRole("listbox", { name: "Frames" }).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("article", { name: "Frame 4" }).waitFor();
    await page.waitForURL(/#source=recording-2&screen=wire&filter=from%3Ahost&frame=4$/);
    await page.waitForFunction(() => document.title === "Wire · two.ndjson · Fluxwire console");
    await page.reload();
    await page.getByRole("article", { name: "Frame 4" }).waitFor();
    await page.getByText("5 of 11").waitFor();
    await page.goBack();
    await page.getByText("9 of 9").waitFor();
    strictEqual(await page.getByLabel("Source").inputValue(), "recording-1");
    await page.goForward();
    await page.getByText("5 of 11").waitFor();
    deepStrictEqual(started.complaints, []);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the first paint needs neither the editor nor the screens of the systems", async () => {
  await using started = await Started.with();
  const page = await started.context.newPage(), asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(await started.address());
  await page.getByText("● live").waitFor();
  deepStrictEqual(asked.filter((path) => /^\/(editor|later)\.js$/.test(path)), []);
  await page.getByRole("navigation").getByRole("button", { name: "Query" }).click();
  await page.getByRole("button", { name: "Connect with the form's defaults" }).waitFor();
  const editor = page.waitForRequest("**/editor.js");
  await page.getByRole("button", { name: "Connect with the form's defaults" }).click();
  await editor;
});

Deno.test("a screen that is loaded when it is shown says that it cannot be, and a reload tries again", async () => {
  await using served = await Served.with({ panels: ["wire", "map"] });
  await served.intercept();
  const page = await served.page(), asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.getByText("● live").waitFor();
  await served.context.route("**/later.js", (route) => route.abort());
  strictEqual(asked.includes("/later.js"), false);
  await page.keyboard.press("2");
  await page.getByRole("alert").getByText("This screen could not be loaded").waitFor();
  await checked(served, page, { allowed: /Failed to load resource|ERR_FAILED/ });
  await served.context.unroute("**/later.js");
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByRole("tree").waitFor();
  match(page.url(), /screen=hubs/);
});
