/**
 * Loads the module that makes the source of a system. A system stands on this package's own packages and is not among its
 * imports: its libraries come from the npm registry, and only a console that shows one needs them.
 *
 * @module
 */
import { VERSION } from "../command/version.ts";
import { DOORS } from "../doors.ts";
import type { SourceModule } from "./source_kinds.ts";

/**
 * The module of a system: in a checkout beside this package, else from the registry, in this program's own version.
 *
 * @param name The system's name.
 */
export async function systemSource(name: string): Promise<SourceModule> {
  const root = new URL("../../../", import.meta.url);
  const address = root.protocol === "file:"
    ? new URL(`systems/${name}/console/source.ts`, root).href
    : `jsr:${DOORS[name]!.entry[0]}@${VERSION}/console`;
  return await import(address);
}
