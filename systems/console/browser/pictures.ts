/**
 * Makes the pictures of the console for the documents: `deno task console:pictures`. Look at them before you commit them.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { keepDrawn, pictured, textsWith } from "./drawn.ts";
import { ModelServerProcess } from "./model_server.ts";
import type { Page } from "./playwright.ts";
import { driverArgs, Started, type StartOptions } from "./started.ts";
import { ROOT } from "../build/workspace.ts";

/** The size of each picture, in pixels. */
const SIZE = [1_120, 600] as const;

/** What no picture may show: a password that is typed for one, and the key of a model server. */
const secrets = ["not shown"];

/** Takes a picture of a console in a state. */
async function picture(name: string, options: StartOptions, reach: (page: Page) => Promise<void>): Promise<void> {
  await using started = await Started.with({ size: SIZE, ...options });
  await keepDrawn(started.context);
  const page = await started.page();
  await reach(page);
  if (started.complaints.length > 0) throw new Error(`The page complains: ${started.complaints.join("; ")}`);
  const path = `${ROOT}docs/pictures/console_${name}.png`, drawn = await pictured(page, path);
  const shown = secrets.flatMap((secret) => textsWith(drawn, secret));
  if (shown.length === 0) return;
  await Deno.remove(path);
  throw new Error(`The picture ${name} shows a secret: ${shown.join("; ")}`);
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

/** Opens a session, and asks for orders. */
async function ask(page: Page, columns: string, rows: number): Promise<void> {
  await screen(page, "Connect");
  await page.getByLabel("Database file").fill(path);
  await page.getByRole("button", { name: "Connect" }).last().click();
  await page.getByText("● Connected in").waitFor();
  await screen(page, "Query");
  await page.locator(".cm-content").focus();
  await page.keyboard.insertText(`SELECT ${columns} FROM orders WHERE id > 9007199254740992 LIMIT ${rows}`);
  await page.keyboard.press("Control+Enter");
  await page.getByText(new RegExp(`^${rows} rows? ×`)).waitFor();
}

const path = database();
const sqlite = ["--", Deno.execPath(), "run", "-A", "--quiet", `${ROOT}drivers/sqlite/main.ts`];

await picture("wire", { args: sqlite, size: [1_120, 720] }, async (page) => {
  await ask(page, "note", 1);
  await screen(page, "Wire");
  await page.getByRole("option").filter({ hasText: "ExecuteResult" }).first().click();
  await page.getByRole("row").filter({ hasText: "rows[0][0]" }).last().click();
});
await picture("query", { args: sqlite, scheme: "dark" }, async (page) => {
  await ask(page, "*", 300);
  await page.getByRole("grid", { name: "Result" }).focus();
  for (const key of ["ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
});
Deno.removeSync(path);

await picture("connect", { args: driverArgs("planets") }, async (page) => {
  await screen(page, "Connect");
  await page.getByRole("textbox", { name: "Star" }).fill("Sun");
  await page.getByLabel("Port").fill("70000");
  await page.getByLabel("Password").fill("not shown");
  await page.getByLabel("Release").selectOption("0.4");
  await page.getByRole("button", { name: "Connect" }).last().click();
  await page.getByText("✕ must be a whole number").waitFor();
});

await using models = await ModelServerProcess.start();
secrets.push(models.key);
const fields = { title: { type: "String", required: true }, views: { type: "BigInt" }, isDraft: { type: "Bool" } };
await models.ask("POST", "/models", { id: "post", idKind: "any", fields });
for (const [index, title] of ["Why we wrote a log", "Rules, rewritten", "What an event keeps"].entries()) {
  const id = `post-${index + 1}`;
  await models.ask("POST", "/models/post/instances", {
    id,
    title,
    views: String(9007199254740993n * BigInt(index)),
    isDraft: index > 1,
  });
}
const env = { MODELS_KEY: models.key }, args = ["--models", models.url, "--token-env", "MODELS_KEY"];
await picture("models", { args, env }, async (page) => {
  await page.getByRole("navigation", { name: "Models" }).getByRole("button", { name: "post" }).click();
  await page.getByText("3 instances, page 1").waitFor();
  await page.getByRole("button", { name: "post-2", exact: true }).click();
  await page.getByRole("form", { name: "Values" }).getByLabel("title", { exact: true }).waitFor();
});
