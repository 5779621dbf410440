/**
 * The build of the page: a digest of its files.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { ASSETS } from "./assets.ts";

/** Eight bytes of the SHA-256 of all files, as hexadecimal digits. */
export const BUILD: string = buildOf();

function buildOf(): string {
  const hash = createHash("sha256");
  for (const [path, { text }] of Object.entries(ASSETS)) hash.update(`${path}\n${text.length}\n${text}`);
  return hash.digest("hex").slice(0, 16);
}
