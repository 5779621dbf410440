/**
 * Texts of a host as a page may have them: files are named without their folders.
 *
 * @module
 */

/** Folders before a name: of Unix, of a `file:` address, and of Windows. A lone `/` and addresses of the web stay. */
const FOLDERS =
  /(?<![\w:/.])(?:file:\/\/)?(?:\/[^\s/"'`,;:()<>]+)+\/(?=[^\s/"'`,;:()<>])|\b[A-Za-z]:\\(?:[^\s\\"'`,;:()<>]+\\)+/g;

/** The same text, with `…/` in place of folders. */
export function withoutPaths(text: string): string {
  return text.replaceAll(FOLDERS, "…/");
}
