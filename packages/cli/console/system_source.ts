/**
 * Loads the module that makes the source of a system. A system stands on this package's own packages and is not among its
 * imports: its libraries come from the npm registry, and only a console that shows one needs them.
 *
 * @module
 */
import { VERSION } from "../command/version.ts";
import type { SourceModule } from "./source_kinds.ts";

/** Where a system's module is. */
export interface SystemModule {
  /** In a checkout, from the root. */
  readonly module: string;
  /** In the registry, without the version. */
  readonly entry: readonly [name: string, entry: string];
}

/** The module of a system: in a checkout beside this package, else from the registry, in this program's own version. */
export async function systemSource({ module, entry: [name, entry] }: SystemModule): Promise<SourceModule> {
  const root = new URL("../../../", import.meta.url), isCheckout = root.protocol === "file:";
  return await import(isCheckout ? new URL(module, root).href : `jsr:${name}@${VERSION}/${entry}`);
}
