import { deepStrictEqual } from "node:assert/strict";
import { PUBLISHED_SCHEMAS } from "./published_schemas.ts";

Deno.test("PUBLISHED_SCHEMAS has every file of schemas/, each under its own name", async () => {
  const files = Array.from(Deno.readDirSync(new URL("schemas", import.meta.url)), ({ name }) => name);
  deepStrictEqual(Object.keys(PUBLISHED_SCHEMAS).map((name) => `${name}.json`).sort(), files.sort());
  for (const [name, load] of Object.entries(PUBLISHED_SCHEMAS)) {
    const text = await Deno.readTextFile(new URL(`schemas/${name}.json`, import.meta.url));
    deepStrictEqual((await load()).default, JSON.parse(text));
  }
});
