/**
 * A result of a million cells in the console's page.
 *
 * @module
 */
import { driverArgs, Started } from "../../../systems/console/browser/started.ts";

/** What was measured. */
export interface CellsReport {
  /** From the keys that run the statement to its rows in the grid, in seconds: the driver makes the cells in that time. */
  readonly shownS: number;
  /** From a key to the last cell, in seconds. */
  readonly lastS: number;
  /** How long a search through half of the cells took, in seconds. */
  readonly foundS: number;
}

/** Runs a statement that gives 10,000 rows of 100 columns. */
export async function measureCells(): Promise<CellsReport> {
  await using started = await Started.with({ args: driverArgs("grid") });
  const page = await started.page();
  await page.getByRole("navigation").getByRole("button", { name: "Query" }).click();
  await page.getByRole("button", { name: "Connect with the form's defaults" }).click();
  await page.locator(".cm-content").focus();
  await page.keyboard.insertText("million");
  const seconds = async (step: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await step();
    return (performance.now() - start) / 1_000;
  };
  const grid = page.getByRole("grid", { name: "Result" });
  const cell = (text: string) => grid.getByRole("gridcell").and(page.getByLabel(text, { exact: true }));
  const shownS = await seconds(async () => {
    await page.keyboard.press("Control+Enter");
    await page.getByText("10,000 rows × 100 columns").waitFor();
  });
  const lastS = await seconds(async () => {
    await grid.focus();
    await page.keyboard.press("Control+End");
    await cell("999999").waitFor();
  });
  await page.keyboard.press("Control+Home");
  await cell("0").waitFor();
  const foundS = await seconds(async () => {
    await page.keyboard.press("Control+f");
    await page.getByLabel("Find a cell").fill("500000");
    await page.keyboard.press("Enter");
    await page.getByText("Row 5001, c0").waitFor();
  });
  return { shownS, lastS, foundS };
}
