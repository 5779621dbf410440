import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { answered, asked, pings, START, TemporaryFile } from "./recording_lines.ts";
import { Started } from "./started.ts";

Deno.test("Wire shows the frames of a recording; keys choose one, its fields and bytes are shown, and a filter narrows the list", async () => {
  const failure = { type: "Error", code: "Driver", message: "The disk is full", retriable: false } as const;
  const lines = [...START, ...pings(1, 2), asked(3, 3, { type: "Ping" }), answered(3.5, 3, failure), ...pings(4, 497)];
  using file = new TemporaryFile(lines);
  await using started = await Started.with({ args: [file.path], scheme: "dark" });
  const page = await started.page();
  await page.getByText("1,001 of 1,001").waitFor();
  await page.getByText("×497").waitFor();
  await page.getByLabel("Fold pings").uncheck();
  await page.getByRole("listbox", { name: "Frames" }).focus();
  await page.keyboard.press("Home");
  for (let press = 0; press < 6; press++) await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { selected: true }).getByText("Driver: The disk is full").waitFor();
  const detail = page.getByRole("article", { name: "Frame 7" });
  await detail.getByRole("gridcell", { name: "body.message" }).waitFor();
  await page.keyboard.press("[");
  await page.getByRole("article", { name: "Frame 6" }).waitFor();
  await page.keyboard.press("n");
  await page.getByRole("article", { name: "Frame 7" }).waitFor();
  await page.getByLabel("Filter").fill("error");
  await page.getByText("1 of 1,001", { exact: true }).waitFor();
  await page.getByLabel("Filter").fill("colour:red");
  await page.getByText(/^colour is not known; use type, from/).waitFor();
  strictEqual(await page.getByLabel("Filter").getAttribute("aria-invalid"), "true");
  await page.getByLabel("Filter").fill("from:host n<10");
  await page.getByText("4 of 1,001").waitFor();
  await checked(started, page);
});

Deno.test("Wire pins, compares, filters by a field and copies by keys alone, and says what has no answer", async () => {
  const execute = (ms: number, id: number, sql: string) =>
    asked(ms, id, { type: "Execute", request: { sql, params: [] } });
  const lines = [
    ...START,
    execute(1, 1, "SELECT 1"),
    answered(2, 1, { type: "Databases", databases: [] }),
    execute(3, 2, "SELECT 2"),
    execute(12_003, 3, "SELECT 1"),
  ];
  using file = new TemporaryFile(lines);
  await using started = await Started.with({ args: [file.path] });
  await started.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await started.page();
  await page.getByText("5 of 5").waitFor();
  await page.getByRole("listbox", { name: "Frames" }).focus();
  for (const key of ["Home", "ArrowDown", "p", "j", "j"]) await page.keyboard.press(key);
  const detail = page.getByRole("article", { name: "Frame 4" });
  await detail.getByText("no answer, 12 s").waitFor();
  await page.getByRole("button", { name: "2 Execute" }).waitFor();
  await page.keyboard.press("d");
  const differences = detail.getByRole("table", { name: "Differences" });
  await differences.waitFor();
  deepStrictEqual(await differences.getByRole("row").allInnerTexts(), [
    "Field\tIn 2\tIn 4",
    'requestId\t"1"\t"2"',
    'body.request.sql\t"SELECT 1"\t"SELECT 2"',
  ]);
  await page.keyboard.press("c");
  await page.getByRole("menuitem", { name: "As a probe command" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Copied as a probe command").waitFor();
  match(
    await page.evaluate(() => navigator.clipboard.readText()),
    /^fluxwire probe call Execute -d '{"request":{"sql":/,
  );
  await detail.getByRole("tab", { name: "Fields" }).click();
  await detail.getByRole("gridcell", { name: '"SELECT 2"' }).click();
  await detail.locator(".bytes .marked").nth(8).waitFor();
  strictEqual(await detail.locator(".bytes .marked").count(), 9);
  await detail.locator('.bytes [data-at="2"]').click();
  await detail.getByRole("row", { selected: true }).getByText("requestId").waitFor();
  await detail.getByRole("gridcell", { name: '"SELECT 2"' }).click();
  await page.keyboard.press("f");
  await page.getByText("1 of 5").waitFor();
  strictEqual(await page.getByLabel("Filter").inputValue(), 'body.request.sql="SELECT 2"');
  await page.getByLabel("Filter").fill("");
  const strip = page.getByRole("slider", { name: "Time" });
  await strip.focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("4 of 5").waitFor();
  strictEqual(await page.getByLabel("Filter").inputValue(), "ms>=0 ms<1000");
  strictEqual(await strip.getAttribute("aria-valuetext"), "0 s to 1 s");
  await page.keyboard.press("Delete");
  await page.getByText("5 of 5").waitFor();
  const { x, y, width } = (await strip.boundingBox())!;
  await page.mouse.move(x + width - 2, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + 10);
  await page.mouse.up();
  await page.getByText("1 of 5").waitFor();
  strictEqual(await page.getByLabel("Filter").inputValue(), "ms>=6000 ms<13000");
  await checked(started, page);
});

Deno.test("Wire marks the bytes of a field far behind the first ones, shows no control that turns a line around, and of a long message its beginning", async () => {
  const sql = `SELECT '${"x".repeat(300_000)}' -- \u202e`;
  const lines = [
    ...START,
    asked(1, 1, { type: "Execute", request: { sql, params: [], limit: 77 } }),
    asked(2, 2, { type: "Execute", request: { sql: "SELECT 1 -- \u202eb", params: [] } }),
  ];
  using file = new TemporaryFile(lines);
  await using started = await Started.with({ args: [file.path], size: [480, 800] });
  const page = await started.page();
  await page.getByRole("option").getByText("SELECT 1 -- \\u{202e}b").waitFor();
  await page.getByRole("option").filter({ hasText: "xxx" }).click();
  const detail = page.getByRole("article", { name: "Frame 2" });
  await detail.getByRole("gridcell", { name: "77", exact: true }).click();
  await detail.getByText(/^[\d,]+ bytes before/).waitFor();
  strictEqual(await detail.locator(".bytes .marked").count(), 1);
  strictEqual(await detail.locator(".bytes .marked").innerText(), "4d ");
  await detail.locator(".bytes [data-at]").first().click();
  await detail.getByRole("row", { selected: true }).getByText("body.request.sql").waitFor();
  await detail.getByRole("tab", { name: "JSON" }).click();
  await detail.getByText(/… [\d,]+ more characters; c copies all$/).waitFor();
  await checked(started, page);
});

Deno.test("without a target, Wire shows the tour of the mock driver, and explains its first answer until the first key", async () => {
  await using started = await Started.with();
  const page = await started.page();
  await page.getByText("This is a driver saying what it is. ↓ next · 2 fill its form").waitFor();
  const detail = page.getByRole("article");
  await detail.getByRole("heading", { name: "Hello #0" }).waitFor();
  await detail.getByRole("row", { name: "body variant of DriverResponseBody" }).getByText('"Hello"').waitFor();
  await page.getByText("Unsupported query: EXPLAIN SELECT * FROM mockdb").waitFor();
  await checked(started, page);
});

Deno.test("the first line of the tour goes with the first key, which chooses the next frame", async () => {
  await using started = await Started.with();
  const page = await started.page(), line = page.getByText("This is a driver saying what it is.");
  await line.waitFor();
  await page.getByRole("article").getByRole("heading", { name: "Hello #0" }).waitFor();
  await page.getByRole("option").getByText("OpenSession").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await line.waitFor({ state: "detached" });
  await page.getByRole("article").getByRole("heading", { name: "OpenSession" }).waitFor();
});

Deno.test("r sends a request again, edited and checked as it is typed, and the newest frames show it", async () => {
  await using started = await Started.with();
  const page = await started.page(), request = page.getByLabel("Request in exact JSON");
  await page.getByRole("option").getByText("EXPLAIN SELECT * FROM mockdb").first().click();
  await page.keyboard.press("r");
  await page.getByText(
    /^Its body is sent\. New are requestId: the next one of its connection \(was \d+\); sessionId: a new/,
  )
    .waitFor();
  await request.fill('{"type":"Execute","request":{"sql":7,"params":[]}}');
  await page.getByText(/in body\.request\.sql/).waitFor();
  await checked(started, page);
  await request.fill('{"type":"Execute","request":{"sql":"EXPLAIN again","params":[]}}');
  await page.keyboard.press("Control+Enter");
  // The list may say it before the answer is here, and one request is sent at a time.
  await page.locator("#request-problem").getByText("Driver: Unsupported query: EXPLAIN again").waitFor();
  // Afterwards the page looks whether the session has ended.
  await page.locator(".send [type=submit]:enabled").waitFor();
  await request.fill('{"type":"Execute","request":{"sql":"SELECT * FROM mockdb","params":[]}}');
  await page.keyboard.press("Control+Enter");
  await page.getByText(/^Answered in .*: the newest frames$/).waitFor();
  await page.getByRole("option").getByText("4 rows").last().waitFor();
  await page.getByLabel("Filter").fill('body.request.sql="EXPLAIN again"');
  await page.getByText("1 of").waitFor();
});

Deno.test("r sends nothing with --view, or from a recording", async () => {
  using file = new TemporaryFile([...START, ...pings(1, 1)]);
  await using started = await Started.with({ args: ["--view", file.path] });
  const page = await started.page();
  await page.getByRole("option").getByText("Ping").click();
  await page.keyboard.press("r");
  await page.getByText("There is no driver here to send it to").waitFor();
});
