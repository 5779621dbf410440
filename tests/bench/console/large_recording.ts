/**
 * A large recording that is opened in the console's page.
 *
 * @module
 */
import { answered, asked, START } from "../../../systems/console/browser/recording_lines.ts";
import { Served } from "../../../systems/console/browser/served.ts";

/** What was measured. */
export interface RecordingReport {
  /** The file's size, in MiB. */
  readonly sizeMiB: number;
  /** Its lines. */
  readonly lines: number;
  /** When the first rows were painted, in seconds after the page was given the file, as the page's own clock says. */
  readonly firstS: number;
  /** When all rows were there. */
  readonly allS: number;
  /** How long a filter took that reads a field of each message, in seconds. */
  readonly filterS: number;
}

/** What is used of the page's own names. */
interface InPage {
  firstRows: Promise<number>;
  performance: { now(): number };
  document: { querySelector(selector: string): unknown; readonly body: unknown };
  addEventListener(name: "change", then: () => void, options: { capture: true; once: true }): void;
  requestAnimationFrame(then: () => void): void;
  setTimeout(then: () => void): void;
  MutationObserver: new (then: (all: unknown, self: { disconnect(): void }) => void) => {
    observe(node: unknown, options: { childList: true; subtree: true }): void;
  };
}

/** Opens a recording of this size, as a user does who chooses it. */
export async function measureRecording(sizeMiB: number): Promise<RecordingReport> {
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    const lines = await write(path, sizeMiB << 20);
    await using served = await Served.with({ size: [1_440, 900] });
    const page = await served.page(), rows = (lines - 1).toLocaleString("en");
    await page.getByText("0 of 0").waitFor();
    await page.evaluate(timeFirstRows);
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open…" }).click();
    const start = performance.now(), since = () => (performance.now() - start) / 1_000;
    await (await chooser).setFiles(path);
    const firstS = await page.evaluate(() => (globalThis as unknown as InPage).firstRows) / 1_000;
    await page.getByText(`${rows} of ${rows}`).waitFor();
    const allS = since();
    await page.getByLabel("Filter").fill("body.request.sql:nothing");
    await page.getByText(`0 of ${rows}`).waitFor();
    return { sizeMiB, lines, firstS, allS, filterS: since() - allS };
  } finally {
    await Deno.remove(path);
  }
}

/** Runs in the page: notes how long it takes from the choice of a file to a frame that shows rows, in milliseconds. */
function timeFirstRows(): void {
  const page = globalThis as unknown as InPage;
  page.firstRows = new Promise((resolve) => {
    page.addEventListener("change", () => {
      const start = page.performance.now();
      const seen = new page.MutationObserver((_, self) => {
        if (page.document.querySelector(".list [role=option]") === null) return;
        self.disconnect();
        // A task of its own comes after the frame was painted.
        page.requestAnimationFrame(() => page.setTimeout(() => resolve(page.performance.now() - start)));
      });
      seen.observe(page.document.body, { childList: true, subtree: true });
    }, { capture: true, once: true });
  });
}

/** Writes statements and their answers until the file has its size. */
async function write(path: string, size: number): Promise<number> {
  using file = await Deno.open(path, { write: true, truncate: true });
  const utf8 = new TextEncoder(), sql = `SELECT ${"column, ".repeat(30)}id FROM orders`;
  let lines = 0;
  const add = (batch: readonly string[]): number => {
    const bytes = utf8.encode(`${batch.join("\n")}\n`);
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    lines += batch.length;
    return bytes.length;
  };
  let written = add(START);
  for (let id = 1; written < size; id += 500) {
    written += add(
      Array.from({ length: 500 }, (_, at) => [
        asked(id + at, id + at, { type: "Execute", request: { sql, params: [] } }),
        answered(id + at + 0.5, id + at, { type: "Databases", databases: [] }),
      ]).flat(),
    );
  }
  return lines;
}
