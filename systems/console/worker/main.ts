/**
 * The page's worker: reads and decodes frames, so that the page always answers.
 *
 * @module
 */
import { FrameTable } from "./frame_table.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** How often the page learns that there is more, in milliseconds. */
const TELL_MS = 100;

const page = self as unknown as {
  onmessage: (event: { data: ToWorker }) => void;
  postMessage(message: FromWorker): void;
};
const table = new FrameTable();
let timer: ReturnType<typeof setTimeout> | null = null;

page.onmessage = ({ data }) => {
  switch (data.do) {
    case "lines":
      table.add(data.lines, data.missed);
      return tellSoon();
    case "filter":
      table.filter(data.text);
      return tell();
    case "rows":
      return page.postMessage({ is: "rows", ask: data.ask, rows: table.rows(data.from, data.count) });
    case "place":
      return page.postMessage({ is: "place", ask: data.ask, place: table.place(data.number) });
    case "error":
      return page.postMessage({ is: "place", ask: data.ask, place: table.error(data.from, data.by) });
    case "frame":
      return page.postMessage({ is: "frame", ask: data.ask, frame: table.frame(data.number) });
  }
};

function tellSoon(): void {
  timer ??= setTimeout(tell, TELL_MS);
}

function tell(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  page.postMessage({ is: "counts", counts: table.counts });
}

page.postMessage({ is: "ready" });
