/**
 * Which paths of an instances file stay within the drivers' folder.
 *
 * @module
 */
import { isAbsolute, normalize } from "node:path";

/** Whether a relative path names something outside its folder, or the folder itself. */
export function leavesFolder(text: string): boolean {
  const path = normalize(text);
  return isAbsolute(path) || path === ".." || /^\.\.[/\\]/.test(path) || path === "." || text.includes("\0");
}
