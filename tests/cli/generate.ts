/**
 * `deno task imports:generate`: writes the import map with which `fluxwire` is installed from a checkout.
 *
 * @module
 */
import { IMPORT_MAP, importMap } from "./import_map.ts";

if (import.meta.main) await Deno.writeTextFile(IMPORT_MAP, await importMap());
