import { deepEqual } from "node:assert/strict";
import { SERVICE_KEYS } from "./json_services.ts";
import { LIMIT_KEYS, OWN_KEYS, STOP_KEYS } from "./own_settings.ts";
import { CONFIG_RELEASES } from "./releases.ts";

const LINES = Deno.readTextFileSync(new URL("../../../docs/configuration.md", import.meta.url)).split("\n");

Deno.test("docs/configuration.md says which release reads what, as the code has it", () => {
  const rows = CONFIG_RELEASES.map(({ file, within, first, last, note }) =>
    `| \`${file}\` | \`${within}\` | ${first} ${last === null ? "and later" : `to ${last}`} | ${note} |`
  );
  deepEqual(LINES.filter((line) => rows.includes(line)), rows);
});

Deno.test("docs/configuration.md has every key that is read, and no other", () => {
  const from = LINES.indexOf("## config.json"), to = LINES.indexOf("## A missing command");
  const rows = LINES.slice(from, to).map((line) => /^\| `(\w+)` \|.*\|(.*)\|$/.exec(line)).filter((row) =>
    row !== null
  );
  const keys = SERVICE_KEYS.filter((key) => key !== "fluxwire");
  deepEqual(rows.map(([, key]) => key), [...keys, ...OWN_KEYS]);
  const within = (key: string) => {
    const [, , text] = rows.find(([, found]) => found === key)!;
    return [...text!.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  };
  deepEqual(within("stop"), Object.values(STOP_KEYS));
  deepEqual(within("limits"), Object.values(LIMIT_KEYS).map(([key]) => key));
});
