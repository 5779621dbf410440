/**
 * Makes the pictures of the console for the documents: `deno task console:pictures`. Look at them before you commit them.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Page } from "./playwright.ts";
import { driverArgs, Started, type StartOptions } from "./started.ts";
import { ROOT } from "../build/workspace.ts";

/** The size of each picture, in pixels. */
const SIZE = [1_180, 640] as const;

/** Takes a picture of a console in a state. */
async function picture(name: string, options: StartOptions, reach: (page: Page) => Promise<void>): Promise<void> {
  await using started = await Started.with({ size: SIZE, ...options });
  const page = await started.page();
  await reach(page);
  if (started.complaints.length > 0) throw new Error(`The page complains: ${started.complaints.join("; ")}`);
  await page.screenshot({ path: `${ROOT}docs/pictures/console_${name}.png` });
}

/** Goes to a screen. */
async function screen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
}

/** A database with what looks alike elsewhere: big integers, and texts that are empty, or say NULL. */
function database(): string {
  const path = Deno.makeTempFileSync({ suffix: ".db" });
  using database = new DatabaseSync(path);
  database.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, note TEXT, paid BOOLEAN, receipt BLOB)");
  const insert = database.prepare("INSERT INTO orders VALUES (?, ?, ?, ?, ?)");
  const customers = ["Ada Lovelace", "Grace Hopper", "Edsger Dijkstra", "Barbara Liskov", "Radia Perlman"];
  for (let row = 0; row < 400; row++) {
    const note = ["", null, "NULL", "leave at the door", "naïve café ☕"][row % 5]!;
    insert.run(9007199254740993n + BigInt(row), customers[row % 5]!, note, row % 3 > 0 ? 1 : 0, receipt(row));
  }
  return path;
}

function receipt(row: number): Uint8Array | null {
  return row % 4 === 1 ? null : Uint8Array.from({ length: 3 + row % 90 }, (_, at) => (row * 7 + at) % 256);
}

/** Opens a session, and asks for all orders. */
async function ask(page: Page): Promise<void> {
  await screen(page, "Connect");
  await page.getByLabel("Database file").fill(path);
  await page.getByRole("button", { name: "Connect" }).last().click();
  await page.getByText("● Connected in").waitFor();
  await screen(page, "Query");
  await page.locator(".cm-content").focus();
  await page.keyboard.insertText("SELECT * FROM orders WHERE id > 9007199254740992");
  await page.keyboard.press("Control+Enter");
  await page.getByText("400 rows × 5 columns").waitFor();
}

const path = database();
const sqlite = ["--", Deno.execPath(), "run", "-A", "--quiet", `${ROOT}drivers/sqlite/main.ts`];

await picture("wire", { args: sqlite }, async (page) => {
  await ask(page);
  await screen(page, "Wire");
  await page.getByRole("option").filter({ hasText: "ExecuteResult" }).first().click();
  await page.getByRole("row").filter({ hasText: "rows[0][1]" }).first().click();
});
await picture("query", { args: sqlite, scheme: "dark" }, async (page) => {
  await ask(page);
  await page.getByRole("grid", { name: "Result" }).focus();
  for (const key of ["ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
});
Deno.removeSync(path);

await picture("connect", { args: driverArgs("planets") }, async (page) => {
  await screen(page, "Connect");
  await page.getByLabel("Star").fill("Sun");
  await page.getByLabel("Port").fill("70000");
  await page.getByLabel("Password").fill("not shown");
  await page.getByLabel("Release").selectOption("0.4");
  await page.getByRole("button", { name: "Connect" }).last().click();
  await page.getByText("✕ must be a whole number").waitFor();
});
