import { strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { recordingOf } from "./recording_of.ts";
import { Started } from "./started.ts";

Deno.test("Wire shows the frames of a recording; keys choose one, its fields and bytes are shown, and a filter narrows the list", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ndjson" });
  await Deno.writeTextFile(file, `${[...recordingOf(500)].join("\n")}\n`);
  {
    await using started = await Started.with({ args: [file], scheme: "dark" });
    const page = await started.page();
    await page.getByText("1,001 of 1,001").waitFor();
    await page.getByRole("listbox", { name: "Frames" }).focus();
    await page.keyboard.press("Home");
    for (let press = 0; press < 6; press++) await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { selected: true }).getByText("Driver: The disk is full").waitFor();
    const detail = page.getByRole("article", { name: "Frame 7" });
    await detail.getByRole("cell", { name: "body.message" }).waitFor();
    await page.keyboard.press("[");
    await page.getByRole("article", { name: "Frame 6" }).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("article", { name: "Frame 7" }).waitFor();
    await page.getByLabel("Filter").fill("error");
    await page.getByText("1 of 1,001").waitFor();
    await page.getByLabel("Filter").fill("colour:red");
    await page.getByText(/^colour is not known; use type, from/).waitFor();
    strictEqual(await page.getByLabel("Filter").getAttribute("aria-invalid"), "true");
    await page.getByLabel("Filter").fill("from:host n<10");
    await page.getByText("4 of 1,001").waitFor();
    await checked(started, page);
  }
  await Deno.remove(file);
});
