/**
 * `deno task console:build` writes the built page; with `--check` it compares it with what is committed.
 *
 * @module
 */
import { bundledPage } from "./bundle.ts";
import { ROOT } from "./workspace.ts";

/** Where the built page stands. */
const DIST = `${ROOT}packages/console/page/dist/`;

const isCheck = Deno.args.includes("--check");
const stale: string[] = [];
for (const [name, text] of await bundledPage()) {
  if (isCheck && committed(name) !== text) stale.push(name);
  if (!isCheck) Deno.writeTextFileSync(`${DIST}${name}`, text);
}
if (stale.length > 0) {
  console.error(`${stale.join(", ")} of packages/console/page/dist: other bytes than the sources give`);
  console.error("Run deno task console:build, and commit what it writes");
  Deno.exit(1);
}

function committed(name: string): string | null {
  try {
    return Deno.readTextFileSync(`${DIST}${name}`);
  } catch {
    return null;
  }
}
