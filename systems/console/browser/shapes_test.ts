import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { queryScreen, run } from "./query_page.ts";
import { driverArgs, Started } from "./started.ts";

Deno.test("Query shows an answer of JSON as a tree with whole integers, one of bytes as hex, and cells of both beside the grid", async () => {
  await using started = await Started.with({ args: driverArgs("shapes") });
  const page = await queryScreen(started);
  await run(page, "document");
  const tree = page.getByRole("region", { name: "JSON" });
  await tree.getByText("9007199254740993", { exact: true }).waitFor();
  strictEqual(await tree.getByText('"a"').count(), 0);
  await tree.locator("summary").filter({ hasText: "tags:" }).click();
  await tree.getByText('"a"').waitFor();
  await tree.locator("summary").filter({ hasText: "deep:" }).press("Enter");
  await tree.getByText("null", { exact: true }).waitFor();
  await checked(started, page);
  await run(page, "torn");
  await page.getByLabel("Text", { exact: true }).getByText('"tags"').waitFor();
  strictEqual(await tree.count(), 0);

  await run(page, "image");
  const bytes = page.getByLabel("Bytes", { exact: true });
  await bytes.getByText("0120").waitFor();
  const lines = (await bytes.textContent())!.split("\n");
  strictEqual(lines.length, 19);
  match(lines[4]!, /^0*40\s+40 41 42.*@ABC/);
  await checked(started, page);
  await run(page, "nothing");
  await page.getByText("The answer has no bytes").waitFor();
  await run(page, "silence");
  await page.getByText("The answer is an empty text").waitFor();

  await run(page, "cells");
  await page.getByText("2 rows × 2 columns").waitFor();
  const cells = page.getByRole("grid", { name: "Result" }).getByRole("gridcell");
  await page.getByRole("grid", { name: "Result" }).focus();
  await cells.and(page.getByLabel(/9007199254740993/)).waitFor();
  await page.keyboard.press("Enter");
  const pane = page.getByRole("complementary", { name: "Row 1, doc" });
  await pane.getByRole("button", { name: "JSON" }).click();
  deepStrictEqual((await pane.locator("pre").textContent())!.split("\n").slice(0, 4), [
    "{",
    '  "id": 9007199254740993,',
    '  "tags": [',
    '    "a",',
  ]);
  await checked(started, page);
  await page.getByRole("grid", { name: "Result" }).focus();
  await page.keyboard.press("ArrowRight");
  const blob = page.getByRole("complementary", { name: "Row 1, blob" });
  await blob.getByText("46 6c 00 ff").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("complementary", { name: "Row 2, blob" }).getByText("no bytes").waitFor();
});
