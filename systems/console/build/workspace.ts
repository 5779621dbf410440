/**
 * Where the packages of the workspace stand, by the names that sources import.
 *
 * @module
 */

/** The root of the workspace. */
export const ROOT: string = new URL("../../../", import.meta.url).pathname;

/** The files behind each entry of the packages: `@fluxwire/wire/client` and so on. */
export function entriesOfWorkspace(): Map<string, string> {
  const { workspace } = json(`${ROOT}deno.json`) as { workspace: string[] };
  const entries = new Map<string, string>();
  for (const member of workspace) {
    const folder = `${ROOT}${member.slice(2)}`;
    if (!folder.startsWith(`${ROOT}packages/`)) continue;
    const { name, exports } = json(`${folder}/deno.json`) as { name?: string; exports?: Record<string, string> };
    for (const [entry, file] of Object.entries(exports ?? {})) {
      entries.set(`${name}${entry.slice(1)}`, `${folder}/${file.slice(2)}`);
    }
  }
  return entries;
}

function json(file: string): unknown {
  return JSON.parse(Deno.readTextFileSync(file));
}
