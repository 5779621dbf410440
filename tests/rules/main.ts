/**
 * Checks the import rules of ARCHITECTURE.md in the current folder. Exits with 1 if one is broken.
 *
 * @module
 */
import { findAll } from "./find.ts";
import { findingLine } from "./finding.ts";

const findings = await findAll(Deno.cwd());
for (const finding of findings) console.error(findingLine(finding));
if (findings.length > 0) {
  console.error(`\n${findings.length} violations of the import rules; see tests/rules`);
  Deno.exit(1);
}
