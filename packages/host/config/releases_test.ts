import { deepEqual } from "node:assert/strict";
import { CONFIG_RELEASES } from "./releases.ts";

Deno.test("docs/configuration.md says which release reads what, as the code has it", () => {
  const text = Deno.readTextFileSync(new URL("../../../docs/configuration.md", import.meta.url));
  const rows = CONFIG_RELEASES.map(({ file, within, first, last, note }) =>
    `| \`${file}\` | \`${within}\` | ${first} ${last === null ? "and later" : `to ${last}`} | ${note} |`
  );
  deepEqual(text.split("\n").filter((line) => rows.includes(line)), rows);
});
