/**
 * What tells a driver from all others between consoles: a digest of its whole address. Titles do not, as two files of one
 * name have the same; and the address itself may hold secrets.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Target } from "../driver/target.ts";

/**
 * The key of a target.
 *
 * @param command The command as it was given, with the folder where it runs: a target has a new socket each time.
 * @returns 64 hexadecimal digits.
 */
export function targetKey(target: Target, command: readonly string[] | null, folder: string): string {
  return createHash("sha256").update(JSON.stringify(addressOf(target, command, folder))).digest("hex");
}

function addressOf(target: Target, command: readonly string[] | null, folder: string): readonly unknown[] {
  if (target.kind === "running") return ["running", target.socketId];
  if (target.kind === "service") {
    // Without a file it is the one of the user, who has the history as well.
    return ["service", target.config === null ? null : resolve(folder, target.config), target.socketId];
  }
  return target.kind === "mock" ? ["mock"] : ["command", folder, ...command ?? []];
}
