/**
 * Lints the documentation of entries with `deno doc --lint`, all at once: what one entry exports is public in each. Exits
 * with 1 if something of the current folder is found, or if the lint itself fails.
 *
 *     documentation.ts ENTRY...
 *
 * @module
 */
import { ownLint } from "./own_lint.ts";

const { code, stderr } = await new Deno.Command(Deno.execPath(), {
  args: ["doc", "--quiet", "--lint", ...Deno.args],
  env: { NO_COLOR: "1" },
  stdout: "null",
}).output();
const text = new TextDecoder().decode(stderr);
const findings = ownLint(text, Deno.cwd());
if (code !== 0 && !text.includes("documentation lint error")) {
  console.error(text);
  Deno.exit(1);
}
if (findings.length > 0) {
  console.error(`${findings.join("")}${findings.length} findings of deno doc --lint`);
  Deno.exit(1);
}
