import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { FIRST_PIECE } from "../worker/line_file.ts";
import { checked } from "./checked.ts";
import { answered, asked, pings, START, TemporaryFile } from "./recording_lines.ts";
import type { Page } from "./playwright.ts";
import { Started } from "./started.ts";

/** Gives the page a file or a text as a drop or a paste does. */
async function give(page: Page, type: "drop" | "paste", text: string, name: string | null): Promise<void> {
  const sent = await page.evaluateHandle(([text, name]) => {
    const data = new DataTransfer();
    if (name === null) data.setData("text/plain", text!);
    else data.items.add(new File([text!], name!));
    return data;
  }, [text, name] as const);
  await page.evaluate(([type, data]) => {
    const event = type === "drop"
      ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
      : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
    document.body.dispatchEvent(event);
  }, [type, sent] as const);
}

Deno.test("a recording is chosen, dropped or pasted anywhere in the page, and no server gets it", async () => {
  const many = [...START, ...pings(1, 20_000), asked(90_000, 9, { type: "ListDatabases" })];
  using file = new TemporaryFile(many), first = new TemporaryFile(START);
  await using started = await Started.with({ args: [first.path] });
  const page = await started.page(), sent: string[] = [];
  await page.getByText("1 of 1").waitFor();
  page.on("request", (request) => {
    if (!request.url().endsWith("/worker.js")) sent.push(`${request.method()} ${request.url()}`);
  });
  await page.getByLabel("Recording").setInputFiles(file.path);
  await page.getByText("40,002 of 40,002").waitFor();
  await page.getByText("×20,000").waitFor();
  await page.getByLabel("Filter").fill("body.type=ListDatabases");
  await page.getByText("1 of 40,002").waitFor();
  await page.getByRole("option").getByText("ListDatabases").click();
  await page.getByRole("gridcell", { name: '"ListDatabases"' }).waitFor();
  await give(page, "drop", `${[...START, ...pings(1, 1)].join("\n")}\n{"ms":\n`, "cut.ndjson");
  await page.getByText("Line 5 is no entry of a recording").waitFor();
  await page.getByText("3 of 3").waitFor();
  await give(page, "paste", [...START, answered(1, 7, { type: "Pong" })].join("\n"), null);
  await page.getByText("2 of 2").waitFor();
  await give(page, "drop", "name,age\n", "table.csv");
  await page.getByText("This is no recording: its first line is not a header").waitFor();
  await give(page, "paste", "something else", null);
  await page.getByText("That was no recording").waitFor();
  deepStrictEqual(await page.getByLabel("Source").locator("option").allInnerTexts(), [
    first.path.split("/").at(-1),
    file.path.split("/").at(-1),
    "cut.ndjson",
    "pasted recording",
    "table.csv",
  ]);
  deepStrictEqual(sent, []);
  await checked(started, page);
});

Deno.test("what reads a recording starts when one is dragged over the page, says its first rows alone, and ends when the page closes it", async () => {
  using first = new TemporaryFile([...START, ...pings(1, 20_000)]);
  await using started = await Started.with({ args: [first.path] });
  await started.context.addInitScript(() => {
    const page = globalThis as unknown as { said: number[] }, { addEventListener } = EventTarget.prototype;
    page.said = [];
    const { set, ...more } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage")!;
    Object.defineProperty(Worker.prototype, "onmessage", {
      ...more,
      set(this: Worker, then: (event: MessageEvent) => void) {
        addEventListener.call(this, "message", (event) => {
          const { counts } = (event as MessageEvent<{ counts?: { all: number; file: unknown } }>).data;
          if (counts !== undefined && counts.file !== null) page.said.push(counts.all);
        });
        set!.call(this, then);
      },
    });
  });
  const page = await started.page();
  await page.getByText("40,001 of 40,001").waitFor();
  strictEqual(page.workers().length, 1);
  const dragged = page.waitForEvent("worker");
  await page.evaluate(() =>
    document.body.dispatchEvent(new DragEvent("dragover", { bubbles: true, cancelable: true }))
  );
  const reader = await dragged, isClosed = reader.waitForEvent("close");
  await page.getByLabel("Recording").setInputFiles(first.path);
  await page.getByLabel("Source").locator("option").nth(1).waitFor({ state: "attached" });
  await page.getByText("40,001 of 40,001").waitFor();
  strictEqual(page.workers().length, 2);
  const said = await page.evaluate(() => (globalThis as unknown as { said: number[] }).said.filter((all) => all > 0));
  // The header is no row, and the piece ends within a line.
  const piece = (await Deno.readTextFile(first.path)).slice(0, FIRST_PIECE);
  strictEqual(said[0], piece.split("\n").length - 2);
  for (let more = 0; more < 8; more++) {
    await give(page, "paste", [...START, answered(1, 7, { type: "Pong" })].join("\n"), null);
  }
  await isClosed;
});
