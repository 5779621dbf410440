import { deepEqual, ok } from "node:assert/strict";
import { SCHEMA } from "@fluxwire/wire";
import { flagRows, shownFlags } from "./flags_in_dbflux.ts";

Deno.test("shownFlags() names each set flag, and what DBFlux makes of it", () => {
  deepEqual(shownFlags(1n | 1n << 30n | 1n << 31n | 1n << 63n), [
    { name: "MULTIPLE_DATABASES", makes: "A choice of databases above the query editor" },
    { name: "KV_SCAN", makes: "Keyspaces that open; no key can be reached without it" },
    { name: "KV_GET", makes: null },
    { name: "bit 63", makes: null },
  ]);
});

Deno.test("shownFlags() says what DBFlux makes only of flags that exist", () => {
  const flags = SCHEMA["DriverCapabilities"]!;
  ok("flags" in flags);
  const made = shownFlags((1n << 64n) - 1n).filter(({ makes }) => makes !== null).map(({ name }) => name);
  deepEqual(made.filter((name) => !flags.flags.some((flag) => flag.name === name)), []);
  deepEqual(made.length, 12);
});

Deno.test("flagRows() puts the flags that are only listed into the last line", () => {
  deepEqual(flagRows(0n), []);
  deepEqual(flagRows(1n << 4n | 1n << 10n | 1n << 26n), [
    ["FOREIGN_KEYS", "View Relationships, in the menu of a table of a relational driver"],
    ["only listed", "AUTHENTICATION, EXPORT_JSON"],
  ]);
});
