/**
 * Saves what the page has as a file. It is never shown: what is in it is not the page's.
 *
 * @module
 */

/** How long the browser may take to begin to save, in milliseconds. */
const BEGIN_MS = 60_000;

/** Has the browser save a file by a name, in which nothing hides where it ends, and no folder is. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a"), address = URL.createObjectURL(blob);
  link.href = address;
  link.download = savedName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), BEGIN_MS);
}

/** A name that a file can have: letters, digits and plain marks. */
export function savedName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{M}\p{N}._ ()-]+/gu, "_").replace(/^\.+/, "_").slice(-120) || "file";
}
