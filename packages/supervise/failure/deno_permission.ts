/**
 * The Deno permission that a program lacks, as its last words have it.
 *
 * @module
 */
import type { Cause } from "./cause.ts";

/** Deno's own words, of version 1 and 2. */
const REFUSAL = /(?:NotCapable|PermissionDenied): Requires (.+?), run again with the --allow-(\w+) flag/;
/** The words of programs made with Fluxwire's SDK. */
const SDK_REFUSAL = /a permission is missing; add (--allow-.+?) to deno run/;

/** Permissions that can be narrowed to the requested name, if a list can hold it. */
const NARROWED: ReadonlySet<string> = new Set(["env", "read", "write", "run", "sys", "ffi", "import"]);

/** The permission that Deno refused; null if it refused none. */
export function missingPermission(text: string): Cause | null {
  const own = SDK_REFUSAL.exec(text);
  if (own !== null) return lacking(`it lacks ${own[1]}`, own[1]!);
  const match = REFUSAL.exec(text);
  if (match === null) return null;
  const [, wish, kind] = match;
  const name = /access to "([^",]+)"/.exec(wish!)?.[1];
  const flag = name !== undefined && NARROWED.has(kind!) ? `--allow-${kind}=${name}` : `--allow-${kind}`;
  return lacking(`Deno refused it ${wish}`, flag);
}

function lacking(what: string, flags: string): Cause {
  return { code: "DenoPermissionMissing", what, hint: `add ${flags} to deno run, before the module` };
}
