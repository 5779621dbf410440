/**
 * The clipboard, which browsers give only to pages that the user trusts with it.
 *
 * @module
 */

/** What is shown where a text was not copied. */
export const NOT_COPIED = "The browser lets this page copy nothing";

/** Copies a text; false where the browser refuses. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
