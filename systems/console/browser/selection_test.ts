import { deepStrictEqual } from "node:assert/strict";
import type { Page } from "./playwright.ts";
import { pings, START } from "./recording_lines.ts";
import type { Browsing } from "./browsing.ts";
import { Served } from "./served.ts";
import { Started } from "./started.ts";

/** What the page's script keeps: questions to the worker for the place of a frame, in their order. */
interface Holding {
  /** Questions are kept from the worker while this is a list. */
  held: (() => void)[] | null;
}

/** Lets {@link hold} and {@link release} work in pages that are opened from now on, whose questions may be held at once. */
async function holdPlaces({ context }: Browsing, { atOnce = false } = {}): Promise<void> {
  await context.addInitScript((atOnce) => {
    const page = globalThis as unknown as Holding, { postMessage } = Worker.prototype;
    page.held = atOnce ? [] : null;
    Worker.prototype.postMessage = function (this: Worker, message: { do?: string }) {
      const send = (): void => postMessage.call(this, message);
      if (page.held !== null && message.do === "place") page.held.push(send);
      else send();
    };
  }, atOnce);
}

/** The worker gets no more questions for places. */
async function hold(page: Page): Promise<void> {
  await page.evaluate(() => void ((globalThis as unknown as Holding).held = []));
}

/** The worker gets those that were held, and all that come. */
async function release(page: Page): Promise<void> {
  await page.evaluate(() => {
    const holding = globalThis as unknown as Holding, held = holding.held!;
    holding.held = null;
    for (const send of held) send();
  });
}

Deno.test("a key goes on from the row that was clicked before it, also before the worker has said where that stands", async () => {
  await using served = await Served.with();
  await holdPlaces(served);
  const page = await served.page(), list = page.getByRole("listbox", { name: "Frames" });
  served.push([...START, ...pings(1, 4)]);
  await page.getByText("9 of 9").waitFor();
  await page.getByLabel("Fold pings").uncheck();
  await list.getByRole("option").nth(8).waitFor();
  await hold(page);
  await list.getByRole("option").nth(4).click();
  await list.press("ArrowDown");
  await release(page);
  await page.getByRole("article", { name: "Frame 6" }).waitFor();
  deepStrictEqual(served.complaints, []);
});

Deno.test("a row that is clicked stays selected, also where the tour has just begun to select its first one", async () => {
  await using started = await Started.with();
  await holdPlaces(started, { atOnce: true });
  const page = await started.page(), list = page.getByRole("listbox", { name: "Frames" });
  // The tour asks for the place of its frame.
  await page.waitForFunction(() => (globalThis as unknown as Holding).held!.length > 0);
  await list.getByRole("option").getByText("OpenSession").first().click();
  await release(page);
  await page.getByRole("article").getByRole("heading", { name: "OpenSession" }).waitFor();
  deepStrictEqual(started.complaints, []);
});

Deno.test("the list names the selected row to screen readers only while that is drawn, and names a fold for a frame within it", async () => {
  await using served = await Served.with();
  const page = await served.page(), list = page.getByRole("listbox", { name: "Frames" });
  served.push([...START, ...pings(1, 400)]);
  await page.getByText("801 of 801").waitFor();
  await page.getByLabel("Fold pings").uncheck();
  await page.getByText("Ping #400").waitFor();
  await list.press("Home");
  for (let press = 0; press < 4; press++) await list.press("ArrowDown");
  await page.getByRole("article", { name: "Frame 5" }).waitFor();
  await page.locator("[aria-activedescendant=row-5]").waitFor();
  await list.evaluate((list) => list.scrollTop = list.scrollHeight);
  await page.getByRole("option", { name: "Ping #400" }).waitFor();
  await page.locator(".list:not([aria-activedescendant])").waitFor();
  await page.getByLabel("Fold pings").check();
  await page.locator("[aria-activedescendant=row-2]").waitFor();
  deepStrictEqual(served.complaints, []);
});
