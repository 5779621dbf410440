/**
 * Frames that come at a steady rate, as the console's page shows them.
 *
 * @module
 */
import { answered, asked, START } from "../../../systems/console/browser/recording_lines.ts";
import { Served } from "../../../systems/console/browser/served.ts";

/** How often lines are written, in milliseconds. */
const TICK_MS = 50;
/** How often the list is paused, and goes on at once, in milliseconds. */
const PAUSE_EVERY_MS = 2_500;

/** What was measured. */
export interface LiveReport {
  /** Lines that were written. */
  readonly written: number;
  /** Lines that the page has read. */
  readonly read: number;
  /** Lines that the page says it did not get. */
  readonly missed: number;
  /** How often the page was drawn, in a second. */
  readonly fps: number;
  /** What the main thread worked, as a share of a core. */
  readonly mainThread: number;
  /** The longest time from a key that pauses the list, or lets it go on, to the frame that shows so, in milliseconds. */
  readonly pauseMs: number;
  /** The heap of the page's main thread at the end, in MiB. */
  readonly heapMiB: number;
}

/** What is used of the page's own names. */
interface InPage {
  drawn: number;
  pausedMs: number[];
  performance: { now(): number };
  addEventListener(name: "keydown", then: (event: { key: string; timeStamp: number }) => void, isFirst: true): void;
  requestAnimationFrame(then: () => void): void;
  setTimeout(then: () => void): void;
  readonly document: {
    querySelector(selector: "footer"): { readonly textContent: string };
    querySelectorAll(selector: string): Iterable<{ readonly labels: Iterable<Label>; readonly checked: boolean }>;
  };
}

/** A label of a box. */
interface Label {
  readonly textContent: string;
}

/** Writes frames for a while, in front of a page that follows the newest. */
export async function measureLive({ perSecond, seconds }: { perSecond: number; seconds: number }): Promise<LiveReport> {
  await using served = await Served.with({ size: [1_440, 900] });
  const page = await served.page(), debug = await page.context().newCDPSession(page);
  await debug.send("Performance.enable");
  const metric = async (name: string): Promise<number> => {
    const { metrics } = await debug.send("Performance.getMetrics");
    return metrics.find((one) => one.name === name)!.value;
  };
  served.push(START);
  await page.evaluate(countFrames);
  await page.evaluate(timePauses);
  const worked = await metric("TaskDuration"), start = performance.now();
  const press = async (presses: number): Promise<void> => {
    await page.keyboard.press(" ");
    await page.waitForFunction((all) => (globalThis as unknown as InPage).pausedMs.length >= all, presses);
  };
  let sent = 0, presses = 0;
  for (const all = perSecond * seconds; sent < all;) {
    const due = Math.min(all, Math.floor((performance.now() - start) / 1_000 * perSecond));
    for (; sent < due; sent += 2) {
      const id = sent / 2 + 1, ms = Math.round(performance.now() - start);
      served.push([asked(ms, id, { type: "ListDatabases" }), answered(ms, id, { type: "Databases", databases: [] })]);
    }
    if (performance.now() - start > (presses / 2 + 1) * PAUSE_EVERY_MS) {
      await press(++presses);
      await press(++presses);
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const took = (performance.now() - start) / 1_000, written = START.length + sent;
  const mainThread = (await metric("TaskDuration") - worked) / took;
  const fps = await page.evaluate(() => (globalThis as unknown as InPage).drawn) / took;
  const footer = await page.waitForFunction((written) => {
    const { document } = globalThis as unknown as InPage;
    const text = document.querySelector("footer").textContent.replaceAll(",", "");
    const read = Number(/(\d+) lines? read/.exec(text)?.[1] ?? 0), missed = Number(/(\d+) missed/.exec(text)?.[1] ?? 0);
    return read + missed >= written ? { read, missed } : null;
  }, written);
  const { read, missed } = (await footer.jsonValue())!;
  const pauseMs = Math.max(...await page.evaluate(() => (globalThis as unknown as InPage).pausedMs));
  return { written, read, missed, fps, mainThread, pauseMs, heapMiB: await metric("JSHeapUsedSize") / (1 << 20) };
}

/** Runs in the page: counts how often it is drawn. */
function countFrames(): void {
  const page = globalThis as unknown as InPage;
  page.drawn = 0;
  const count = () => {
    page.drawn++;
    page.requestAnimationFrame(count);
  };
  page.requestAnimationFrame(count);
}

/** Runs in the page: notes how long it takes from a key to the frame that shows the list paused, or no more. */
function timePauses(): void {
  const page = globalThis as unknown as InPage;
  page.pausedMs = [];
  const isPaused = () =>
    [...page.document.querySelectorAll("input[type=checkbox]")]
      .some(({ labels, checked }) => checked && [...labels].some(({ textContent }) => textContent.trim() === "Pause"));
  page.addEventListener("keydown", ({ key, timeStamp }) => {
    if (key !== " ") return;
    const before = isPaused();
    const look = () => {
      if (isPaused() === before) page.requestAnimationFrame(look);
      // A task of its own comes after the frame was painted.
      else page.setTimeout(() => page.pausedMs.push(page.performance.now() - timeStamp));
    };
    page.requestAnimationFrame(look);
  }, true);
}
