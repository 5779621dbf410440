/**
 * A package's sources import only published files.
 *
 * @module
 */
import { broken, type Facts, type KnownImport, loads } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** No source names a module outside of its package's folder by a relative path. */
export function ownFolder({ imports }: Facts): Finding[] {
  return imports.filter((one) => !one.from.isTest && (loads(one) || namesModule(one))).flatMap((one) => {
    const { target, from } = one;
    if (target.kind !== "path" || target.path.startsWith(`${from.package.folder}/`)) return [];
    const message = `${target.path} is not in ${from.package.folder}: import the package by its name`;
    return [broken(one, "own-folder", message)];
  });
}

/** No source imports a test file, which is not published. */
export function published({ tree, imports }: Facts): Finding[] {
  return imports.filter((one) => !one.from.isTest && loads(one)).flatMap((one) => {
    const file = one.target.kind === "path" ? tree.files.get(one.target.path) : undefined;
    if (file === undefined || !file.isTest || file.package !== one.from.package) return [];
    return [broken(one, "published", `${file.path} is not published: move the needed code out of it`)];
  });
}

function namesModule({ form, specifier }: KnownImport): boolean {
  return form === "name" && /\.(ts|tsx|js|mjs)$/.test(specifier);
}
