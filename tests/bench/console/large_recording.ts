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
  /** When the first rows were shown, in seconds after the file was given. */
  readonly firstS: number;
  /** When all rows were there. */
  readonly allS: number;
  /** How long a filter took that reads a field of each message, in seconds. */
  readonly filterS: number;
}

/** Opens a recording of this size. */
export async function measureRecording(sizeMiB: number): Promise<RecordingReport> {
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    const lines = await write(path, sizeMiB << 20);
    await using served = await Served.with({ size: [1_440, 900] });
    const page = await served.page(), rows = (lines - 1).toLocaleString("en");
    await page.getByText("0 of 0").waitFor();
    const start = performance.now(), since = () => (performance.now() - start) / 1_000;
    await page.locator('input[type="file"]').setInputFiles(path);
    await page.getByRole("listbox", { name: "Frames" }).getByRole("option").first().waitFor();
    const firstS = since();
    await page.getByText(`${rows} of ${rows}`).waitFor();
    const allS = since();
    await page.getByLabel("Filter").fill("body.request.sql:nothing");
    await page.getByText(`0 of ${rows}`).waitFor();
    return { sizeMiB, lines, firstS, allS, filterS: since() - allS };
  } finally {
    await Deno.remove(path);
  }
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
