/** Who else of the machine can read a server's data. */
import { type Finding, open } from "./finding.ts";

/** Whether other users may read the folder of the log, of secrets and of files. */
export async function folderFindings(path: string): Promise<readonly Finding[]> {
  const info = await Deno.stat(path).catch(() => null);
  if (info === null || info.mode === null || (info.mode & 0o077) === 0) return [];
  return [open("data-folder", `Other users of this machine can look into ${path}: chmod 700 it`)];
}
