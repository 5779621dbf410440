/**
 * The screen Query, as tests use it.
 *
 * @module
 */
import type { Page } from "./playwright.ts";
import type { Started } from "./started.ts";

/** Opens Query with a session, and waits for the editor. */
export async function queryScreen(started: Started): Promise<Page> {
  const page = await started.page();
  await page.getByRole("navigation").getByRole("button", { name: "Query" }).click();
  await page.getByRole("button", { name: "Connect with the form's defaults" }).click();
  await page.locator(".cm-content").waitFor();
  return page;
}

/** Runs a statement by keys alone. */
export async function run(page: Page, statement: string): Promise<void> {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(statement);
  await page.keyboard.press("Control+Enter");
}
