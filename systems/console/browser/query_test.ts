import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import type { Locator, Page } from "./playwright.ts";
import { queryScreen, run } from "./query_page.ts";
import { driverArgs, Started } from "./started.ts";

/** The cells of the focused row, in words. */
function focusedCells(page: Page): Locator {
  return page.getByRole("grid", { name: "Result" }).getByRole("gridcell");
}

Deno.test("Query shows cells exactly: NULL, an empty text and 'NULL' apart, big integers whole, long cells and bytes beside", async () => {
  await using started = await Started.with({ args: driverArgs("grid") });
  await started.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await queryScreen(started);
  await run(page, "confusing");
  await page.getByText("3 rows × 4 columns").waitFor();
  await page.locator(".cm-content:focus").waitFor();
  const grid = page.getByRole("grid", { name: "Result" });
  strictEqual(await grid.getAttribute("aria-rowcount"), "4");
  await focusedCells(page).and(page.getByLabel("9007199254740993")).waitFor();
  await focusedCells(page).and(page.getByLabel("empty text")).waitFor();
  await focusedCells(page).and(page.getByLabel("0x0202020202020202… 4,096 bytes")).waitFor();
  await grid.focus();
  await page.keyboard.press("ArrowDown");
  // The cells of a row come from the worker.
  const nulls = focusedCells(page).and(page.getByLabel("NULL, no value"));
  await nulls.nth(1).waitFor();
  strictEqual(await nulls.count(), 2);
  await page.keyboard.press("ArrowDown");
  await focusedCells(page).and(page.getByLabel("the text 'NULL'")).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const pane = page.getByRole("complementary", { name: "Row 3, doc" });
  await pane.getByText("800,000 more characters; Copy takes all").waitFor();
  await page.keyboard.press("Escape");
  await pane.waitFor({ state: "detached" });
  await checked(started, page);
  await page.getByRole("grid", { name: "Result" }).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+c");
  await page.getByText("4 cells copied").waitFor();
  strictEqual(await page.evaluate(() => navigator.clipboard.readText()), "9007199254740993\t\n2\t");
  await page.keyboard.press("j");
  await page.getByText("4 cells copied as exact JSON").waitFor();
  strictEqual(
    await page.evaluate(() => navigator.clipboard.readText()),
    '[[{"type":"Int","value":"9007199254740993"},""],\n[{"type":"Int","value":"2"},null]]',
  );
  await page.keyboard.press("t");
  await page.getByRole("table").getByRole("cell", { name: "NULL, no value" }).first().waitFor();
  await page.keyboard.press("t");
  await page.locator(".grid:focus").waitFor();
  await page.keyboard.press("t");
  await page.getByRole("table").getByRole("cell", { name: "NULL, no value" }).first().waitFor();
  await checked(started, page);
});

Deno.test("Query shows a million cells: keys reach every corner, its own search finds a cell, and pages go on", async () => {
  await using started = await Started.with({ args: driverArgs("grid"), scheme: "dark" });
  const page = await queryScreen(started);
  await run(page, "million");
  // A million cells are made, recorded and decoded twice on a machine that may be busy.
  await page.getByText("10,000 rows × 100 columns").waitFor({ timeout: 180_000 });
  await page.getByRole("grid", { name: "Result" }).focus();
  await page.keyboard.press("Control+End");
  await focusedCells(page).and(page.getByLabel("999999", { exact: true })).waitFor();
  await page.keyboard.press("Control+f");
  await page.getByLabel("Find a cell").fill("123456");
  await page.keyboard.press("Enter");
  await page.getByText("Row 1235, c56").waitFor();
  await page.keyboard.press("Escape");
  await focusedCells(page).and(page.getByLabel("123456", { exact: true })).waitFor();
  await run(page, "pages");
  await page.getByText("250 rows × 1 column").waitFor();
  await page.getByRole("grid", { name: "Result" }).focus();
  await page.keyboard.press("t");
  await page.getByText("Page 1 of 2").waitFor();
  await page.getByRole("button", { name: "Next 200" }).click();
  await page.getByRole("table").getByRole("cell", { name: "200", exact: true }).waitFor();
  await page.getByLabel("Rows").selectOption("100");
  await run(page, "pages");
  await page.getByText("100 rows × 1 column").waitFor();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByText("from row 101").waitFor();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByText("50 rows × 1 column · from row 201").waitFor();
  strictEqual(await page.getByRole("button", { name: "Next page" }).count(), 0);
  deepStrictEqual(started.complaints, []);
});

Deno.test("Query cancels by Esc twice, names the place of an error, says what a write changed, and remembers statements", async () => {
  await using started = await Started.with({ args: driverArgs("grid"), size: [320, 640] });
  const page = await queryScreen(started);
  await run(page, "text");
  await page.getByLabel("Text", { exact: true }).getByText("two").waitFor();
  await run(page, "wait");
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  await page.locator("[aria-label='Answer'].old").waitFor();
  const keys = page.getByRole("complementary", { name: "Keys" }), cancels: string[] = [];
  page.on("request", (request) => request.url().endsWith("/cancel") && cancels.push(request.url()));
  await page.getByRole("button", { name: "Keys" }).click();
  await keys.waitFor();
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  deepStrictEqual(cancels, []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("alert").getByText("Cancelled").first().waitFor();
  const frame = page.getByRole("alert").getByRole("button", { name: /^Frame \d+ in Wire$/ });
  const cancelled = await frame.textContent();
  await run(page, "one\ntwo\nthree");
  await page.getByRole("button", { name: "At line 2, column 3" }).waitFor();
  strictEqual(await frame.textContent() === cancelled, false);
  await page.getByRole("button", { name: "At line 2, column 3" }).click();
  await page.keyboard.insertText("!");
  await page.locator(".cm-line").filter({ hasText: "tw!o" }).waitFor();
  await run(page, "write");
  await page.getByText("3 rows were changed").waitFor();
  await page.getByRole("button", { name: "Before: 4" }).click();
  await page.getByRole("list", { name: "Statements before" }).getByRole("button").filter({ hasText: "wait" }).click();
  await page.locator(".cm-line").filter({ hasText: "wait" }).waitFor();
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  ok(!stored.includes("write"));
  strictEqual(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  deepStrictEqual(started.complaints.filter((text) => !text.includes("422")), []);
});

Deno.test("Query has the answer before in grey, and says so, after a statement that failed, until the next answer", async () => {
  await using started = await Started.with({ args: driverArgs("grid") });
  const page = await queryScreen(started), answer = page.getByRole("region", { name: "Answer" });
  await run(page, "confusing");
  await answer.getByText("3 rows × 4 columns").waitFor();
  await focusedCells(page).and(page.getByLabel("9007199254740993")).waitFor();
  strictEqual(await answer.getByText("The answer before").count(), 0);
  const canvas = page.locator(".grid canvas");
  const drawn = await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  await run(page, "one\ntwo\nthree");
  await answer.getByText("The answer before · 3 rows × 4 columns").waitFor();
  await page.waitForFunction(
    (before) => document.querySelector<HTMLCanvasElement>(".grid canvas")!.toDataURL() !== before,
    drawn,
  );
  strictEqual(await page.getByRole("grid", { name: "Result" }).getAttribute("aria-busy"), "false");
  // The frame is known once the recorder has sent it; until then its button is not there to reach.
  await page.getByRole("alert").getByRole("button", { name: /^Frame \d+ in Wire$/ }).waitFor();
  await checked(started, page, { allowed: /422/ });
  await run(page, "confusing");
  await page.locator("[aria-label='Answer']:not(.old)").waitFor();
});

Deno.test("a driver that ends in the middle of a statement leaves its session no more as connected, and the statement stays", async () => {
  await using started = await Started.with({ args: driverArgs("grid") });
  const page = await queryScreen(started), screens = page.getByRole("navigation");
  await run(page, "confusing");
  await page.getByText("3 rows × 4 columns").waitFor();
  await run(page, "exit");
  await page.getByText("The session has ended, by the driver or with it.").waitFor();
  await page.getByRole("alert").getByText("exit code 3").waitFor();
  await page.getByText("The answer before").waitFor();
  await checked(started, page, { allowed: /status of 422/ });
  await page.getByRole("button", { name: "Connect again" }).click();
  await page.getByText("exit code 3").nth(1).waitFor();
  await page.locator(".cm-line").filter({ hasText: "exit" }).waitFor();
  await screens.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("alert").getByText("exit code 3").waitFor();
  strictEqual(await page.getByText("● Connected").count(), 0);
});

Deno.test("Query says what was copied, all cells by Ctrl+A, nothing of an answer without rows, and that a browser refuses", async () => {
  await using started = await Started.with({ args: driverArgs("grid") });
  await started.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await queryScreen(started), grid = page.getByRole("grid", { name: "Result" });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await run(page, "pages");
  await page.getByText("250 rows × 1 column").waitFor();
  await grid.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.getByText("250 cells copied").waitFor();
  strictEqual(await copied(), Array.from({ length: 250 }, (_, at) => at).join("\n"));
  await run(page, "none");
  await page.getByText(/^0 rows × 1 column/).waitFor();
  await grid.focus();
  await page.keyboard.press("Control+c");
  strictEqual(await page.getByText(/copied/).count(), 0);
  await run(page, "confusing");
  await page.getByText("3 rows × 4 columns").waitFor();
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("refused")) } });
  });
  await grid.focus();
  await page.keyboard.press("Control+c");
  await page.getByText("The browser lets this page copy nothing").waitFor();
  deepStrictEqual(started.complaints, []);
});

Deno.test("Query has the statements of the console before with --keep-history, and keeps none without", async () => {
  const folder = await Deno.makeTempDir(), env = { XDG_STATE_HOME: folder };
  const start = (...args: string[]) => Started.with({ args: [...args, ...driverArgs("grid")], env });
  try {
    {
      await using started = await start();
      const page = await queryScreen(started);
      await run(page, "text");
      await page.getByRole("button", { name: "Before: 1" }).waitFor();
    }
    deepStrictEqual([...Deno.readDirSync(folder)], []);
    {
      await using started = await start("--keep-history");
      const page = await queryScreen(started);
      const kept = page.waitForResponse((response) => response.url().endsWith("/remember"));
      await run(page, "write");
      strictEqual((await kept).status(), 200);
    }
    await using started = await start("--keep-history");
    const page = await queryScreen(started);
    await page.getByRole("button", { name: "Before: 1" }).click();
    await page.getByRole("button", { name: "write before this page" }).click();
    await page.locator(".cm-line").filter({ hasText: "write" }).waitFor();
    deepStrictEqual(started.complaints, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Query's tree filters 100,000 tables, opens one, and writes the statement that the driver generates, by keys alone", async () => {
  await using started = await Started.with({ args: driverArgs("grid") });
  const page = await queryScreen(started), tree = page.getByRole("tree", { name: "Schema" });
  await tree.getByRole("treeitem", { name: "Tables 100,000" }).waitFor();
  ok(await tree.getByRole("treeitem").count() < 200);
  await page.getByLabel("Filter the schema").fill("table_99999");
  await tree.getByRole("treeitem", { name: "table_99999" }).waitFor();
  await tree.focus();
  await page.keyboard.press("End");
  await tree.locator("[aria-selected=true]").filter({ hasText: "table_99999" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await tree.getByRole("treeitem", { name: "id BIGINT key not null" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".cm-line").filter({ hasText: "SELECT id FROM table_99999" }).waitFor();
  await page.locator(".cm-content:focus").waitFor();
  deepStrictEqual(started.complaints, []);
});
