/**
 * The lines that were entered before: in the user's own file if that is permitted, otherwise in memory.
 *
 * @module
 */
import { stateFolder } from "@fluxwire/supervise";

/** How many lines are kept. */
export const MAX_HISTORY = 1_000;

/** The variables that the file's path depends on. */
const VARIABLES = ["XDG_STATE_HOME", "HOME", "LOCALAPPDATA"];

/** The file's path; null if its folder is unknown, or it may not be read or written. */
export function historyFile(): string | null {
  if (VARIABLES.some((variable) => !isGranted({ name: "env", variable }))) return null;
  let folder: string;
  try {
    folder = stateFolder();
  } catch {
    return null;
  }
  const path = `${folder}/repl_history`;
  return isGranted({ name: "read", path }) && isGranted({ name: "write", path: folder }) ? path : null;
}

/** The file's lines, the newest first; empty without a file. */
export function readHistory(path: string | null): string[] {
  if (path === null) return [];
  try {
    return Deno.readTextFileSync(path).split("\n").filter((line) => line !== "").reverse().slice(0, MAX_HISTORY);
  } catch {
    // A history that cannot be read counts as empty.
    return [];
  }
}

/**
 * Writes the lines, the newest first, to a file that only its owner can read, because statements may hold secrets. A file
 * that cannot be written is left unchanged.
 */
export function writeHistory(path: string | null, lines: readonly string[]): void {
  if (path === null) return;
  try {
    Deno.mkdirSync(path.replace(/[/\\][^/\\]*$/, ""), { recursive: true, mode: 0o700 });
    Deno.writeTextFileSync(path, lines.slice(0, MAX_HISTORY).toReversed().map((line) => `${line}\n`).join(""), {
      mode: 0o600,
    });
  } catch {
    // The session is over: a failure here must not change its exit code.
  }
}

function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
