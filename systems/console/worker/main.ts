/**
 * The page's worker: reads and decodes frames, so that the page always answers.
 *
 * @module
 */
import { Data } from "./data.ts";
import { FrameTable } from "./frame_table.ts";
import { OpenedFile, readLines } from "./line_file.ts";
import type { FileProgress, FromWorker, ToWorker } from "./messages.ts";

/** How often the page learns that there is more, in milliseconds. */
const TELL_MS = 100;

const page = self as unknown as {
  onmessage: (event: { data: ToWorker }) => void;
  postMessage(message: FromWorker): void;
};
const table = new FrameTable(), results = new Data();
let timer: ReturnType<typeof setTimeout> | null = null, file: FileProgress | null = null, damage: string | null = null;

page.onmessage = ({ data }) => {
  switch (data.do) {
    case "keep":
      return table.keep(data.rows, data.characters);
    case "lines":
      table.add(data.lines, data.missed);
      return tellSoon();
    case "file":
      return void open(data.file);
    case "filter":
      table.filter(data.text, data.isFolded);
      return tell();
    case "pins":
      return table.pin(data.numbers);
    case "rows":
      return page.postMessage({ is: "rows", ask: data.ask, rows: table.rows(data.from, data.count) });
    case "place":
      return page.postMessage({ is: "place", ask: data.ask, place: table.place(data.number) });
    case "error":
      return page.postMessage({ is: "place", ask: data.ask, place: table.error(data.from, data.by) });
    case "lastError":
      return page.postMessage({ is: "rows", ask: data.ask, rows: table.lastError() });
    case "first":
      return page.postMessage({ is: "place", ask: data.ask, place: table.first(data.filter) });
    case "frame":
      return page.postMessage({ is: "frame", ask: data.ask, frame: read(() => table.frame(data.number)) });
    case "diff":
      return page.postMessage({ is: "diff", ask: data.ask, leaves: read(() => table.diff(data.before, data.after)) });
    case "data":
      return page.postMessage({ is: "data", ask: data.ask, ...results.answer(data.of) });
    case "strip":
      return page.postMessage({ is: "strip", ask: data.ask, strip: table.strip(data.parts) });
  }
};

/** Reads a file; what was read is shown while the rest comes. */
async function open(blob: Blob): Promise<void> {
  table.readFrom(new OpenedFile(blob));
  let lines = 0, isFirst = true;
  try {
    await readLines(blob, ({ at, length, text }) => {
      lines++;
      table.addLine(text, { at, length });
    }, (bytes) => {
      table.trim();
      const all = bytes === 0 ? lines : Math.max(lines, Math.round(lines * blob.size / bytes));
      file = { lines, all, isDone: bytes >= blob.size };
      if (isFirst) tell();
      else tellSoon();
      isFirst = false;
    });
  } catch (error) {
    damage = `The file cannot be read: ${(error as Error).message}`;
  }
  table.trim();
  file = { lines, all: lines, isDone: true };
  tell();
}

/** A file that was changed after it was opened gives no more lines. */
function read<T>(give: () => T | null): T | null {
  try {
    return give();
  } catch (error) {
    damage = `The line cannot be read again: ${(error as Error).message}`;
    tellSoon();
    return null;
  }
}

function tellSoon(): void {
  timer ??= setTimeout(tell, TELL_MS);
}

function tell(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const { counts } = table;
  page.postMessage({ is: "counts", counts: { ...counts, damage: counts.damage ?? damage, file } });
}

page.postMessage({ is: "ready" });
