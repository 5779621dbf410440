/** SHA-256, whose module is loaded at the first use: that would be a tenth of the start of a server that needs none. */
import type { Hash } from "node:crypto";

/** A digest that takes texts and bytes. */
export async function sha256(): Promise<Hash> {
  const { createHash } = await import("node:crypto");
  return createHash("sha256");
}
