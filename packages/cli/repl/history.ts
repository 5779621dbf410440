/**
 * The lines that were entered before: in a file of the user's own where that is permitted, else in memory.
 *
 * @module
 */
import { stateFolder } from "@fluxwire/supervise";

/** How many lines are kept. */
export const MAX_HISTORY = 1_000;

/** The variables that the file's place depends on. */
const VARIABLES = ["XDG_STATE_HOME", "HOME", "LOCALAPPDATA"];

/** The file; null where its folder is not known, or reading or writing it is not permitted. */
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

/** What the file has, the newest line first; nothing where there is none. */
export function readHistory(path: string | null): string[] {
  if (path === null) return [];
  try {
    return Deno.readTextFileSync(path).split("\n").filter((line) => line !== "").reverse().slice(0, MAX_HISTORY);
  } catch {
    // A history that cannot be read is as good as none.
    return [];
  }
}

/**
 * Writes the lines, the newest first, to a file that only its owner can read: statements may hold what is nobody's
 * business. A file that cannot be written is left alone.
 */
export function writeHistory(path: string | null, lines: readonly string[]): void {
  if (path === null) return;
  try {
    Deno.mkdirSync(path.replace(/[/\\][^/\\]*$/, ""), { recursive: true, mode: 0o700 });
    Deno.writeTextFileSync(path, lines.slice(0, MAX_HISTORY).toReversed().map((line) => `${line}\n`).join(""), {
      mode: 0o600,
    });
  } catch {
    // The session is over, and its end shall not fail for that.
  }
}

function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
