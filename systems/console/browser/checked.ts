/**
 * What must hold for every screen in each of its states.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { AXE_SOURCE, type Violation } from "./axe.ts";
import { keyboardFaults } from "./keyboard.ts";
import { narrowFaults } from "./narrow.ts";
import type { Page } from "./playwright.ts";
import type { Browsing } from "./browsing.ts";

/** What a state may do that others may not. */
export interface CheckOptions {
  /**
   * What the browser may say of this state, such as of an answer 401 that is meant.
   *
   * @default {null}
   */
  readonly allowed?: RegExp | null;
}

/**
 * Checks a page as it stands: no violation of axe's rules in light and dark, no sideways scrolling at 320 pixels, every
 * control named and reached by Tab, and neither an error, a violation of the policy nor a request to another server since
 * the
 * context was opened. The page's size, scheme and filters are afterwards as before; its focus is not.
 *
 * @throws {AssertionError} With all that was found.
 */
export async function checked(browsing: Browsing, page: Page, { allowed = null }: CheckOptions = {}): Promise<void> {
  const found = [
    ...await axeFaults(page, "light"),
    ...await axeFaults(page, "dark"),
    ...await keyboardFaults(page),
    ...await narrowFaults(page),
  ];
  await page.emulateMedia({ colorScheme: null });
  const complaints = browsing.complaints.filter((text) => !(allowed?.test(text) ?? false));
  deepStrictEqual({ found, complaints, elsewhere: browsing.elsewhere }, { found: [], complaints: [], elsewhere: [] });
}

/** What axe says of the page in a scheme, a line for each element. */
export async function axeFaults(page: Page, scheme: "light" | "dark"): Promise<string[]> {
  await page.emulateMedia({ colorScheme: scheme });
  // The debugger's own way: the page's policy lets no other script in, and stays as it is.
  const debug = await page.context().newCDPSession(page);
  try {
    const hasAxe = await page.evaluate(() => "axe" in globalThis);
    if (!hasAxe) await debug.send("Runtime.evaluate", { expression: AXE_SOURCE });
    const { result } = await debug.send("Runtime.evaluate", {
      expression: "axe.run(document).then(({ violations }) => JSON.stringify(violations))",
      awaitPromise: true,
    });
    const violations = JSON.parse(result.value as string) as Violation[];
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${scheme}: ${id} at ${target.join(" ")}: ${failureSummary ?? help}`)
    );
  } finally {
    await debug.detach();
  }
}
