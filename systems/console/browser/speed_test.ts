import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Page } from "./playwright.ts";
import { pings, START } from "./recording_lines.ts";
import { Served } from "./served.ts";

/** How many lines come at once, and how many times. */
const BURST = 2_000, BURSTS = 30;

/** Waits until the page has read so many lines; its list may not have them yet. */
async function hasRead(page: Page, lines: number): Promise<void> {
  await page.waitForFunction((lines) => {
    const [, count = "0"] = /([\d,]+) lines? read/.exec(document.querySelector("footer")!.textContent!) ?? [];
    return Number(count.replaceAll(",", "")) >= lines;
  }, lines);
}

Deno.test("60,000 frames come in order, none is lost, and the frame that was chosen among the first stays chosen", async () => {
  await using served = await Served.with();
  const page = await served.page();
  served.push(START);
  for (let burst = 0; burst < BURSTS; burst++) {
    served.push(pings(1 + burst * BURST / 2, BURST / 2));
    // The page may be four bursts behind: the server keeps more.
    await hasRead(page, START.length + (burst - 3) * BURST);
    if (burst !== 4) continue;
    // A key does nothing while the list is empty.
    await page.getByText(/^\d[\d,]+ of \d[\d,]+$/).waitFor();
    await page.getByRole("listbox", { name: "Frames" }).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("article", { name: "Frame 2" }).waitFor();
  }
  const all = START.length + BURST * BURSTS, number = (value: number) => value.toLocaleString("en");
  await page.getByText(`${number(all)} lines read`).waitFor();
  await page.getByText(`${number(all - 1)} of ${number(all - 1)}`).waitFor();
  strictEqual(await page.locator("footer").getByText("missed").count(), 0);
  await page.getByRole("article", { name: "Frame 2" }).waitFor();
  strictEqual(await page.getByLabel("Follow").isChecked(), false);
  await page.getByLabel("Fold pings").uncheck();
  await page.getByRole("listbox", { name: "Frames" }).focus();
  await page.keyboard.press("End");
  await page.getByRole("option").filter({ hasText: `Pong #${all / 2 - 1}` }).waitFor();
  const numbers = (await page.getByRole("option").locator(".number").allTextContents()).map(Number);
  deepStrictEqual(numbers, Array.from(numbers, (_, at) => all - numbers.length + at));
  deepStrictEqual(served.complaints, []);
});

/** Runs in the page: notes batches that are drawn, the key that pauses, and what the frame after it shows. */
function noteOrder(): void {
  const page = globalThis as unknown as { order: string[] };
  page.order = [];
  new MutationObserver(() => page.order.push("batch")).observe(document.querySelector(".count")!, {
    characterData: true,
    childList: true,
    subtree: true,
  });
  addEventListener("keydown", () => {
    page.order.push("key");
    requestAnimationFrame(() => {
      const isPaused = [...document.querySelectorAll<HTMLInputElement>("input[type=checkbox]")]
        .some(({ labels, checked }) => checked && labels![0]!.textContent!.trim() === "Pause");
      page.order.push(isPaused ? "paused" : "goes on");
    });
  }, { capture: true, once: true });
}

Deno.test("Pause answers while frames come, holds what is shown, and going on shows all that came", async () => {
  await using served = await Served.with();
  const page = await served.page(), pause = page.getByLabel("Pause");
  served.push([...START, ...pings(1, 4)]);
  await page.getByText("9 of 9").waitFor();
  await page.getByLabel("Fold pings").uncheck();
  await page.getByRole("listbox", { name: "Frames" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("article", { name: "Frame 2" }).waitFor();
  await page.evaluate(noteOrder);
  // Not one burst: the key meets frames on their way.
  for (let burst = 0; burst < 4; burst++) served.push(pings(5 + burst * BURST / 2, BURST / 2));
  await page.keyboard.press(" ");
  await page.locator("input:checked").and(pause).waitFor();
  const held = await page.getByText(/^[\d,]+ of [\d,]+$/).textContent();
  const all = START.length + 8 + BURST * 5, number = (value: number) => value.toLocaleString("en");
  served.push(pings(5 + BURST * 2, BURST / 2));
  await hasRead(page, all);
  strictEqual(await page.getByText(/^[\d,]+ of [\d,]+$/).textContent(), held);
  // The next frame that is painted after the key shows it, and no batch was drawn in between or after it.
  const order = await page.evaluate(() => (globalThis as unknown as { order: string[] }).order);
  deepStrictEqual(order.slice(order.indexOf("key")), ["key", "paused"]);
  await page.getByRole("article", { name: "Frame 2" }).waitFor();
  await page.keyboard.press(" ");
  await page.getByText(`${number(all - 1)} of ${number(all - 1)}`).waitFor();
  strictEqual(await pause.isChecked(), false);
  await page.getByRole("article", { name: "Frame 2" }).waitFor();
  deepStrictEqual(served.complaints, []);
});
