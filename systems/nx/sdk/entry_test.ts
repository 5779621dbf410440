import { deepStrictEqual, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("the SDK's entry loads nothing of the host, and no codec", async () => {
  const entry = new URL("../mod.ts", import.meta.url);
  const args = ["info", "--json", fileURLToPath(entry)];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: { specifier: string }[] };
  const loaded = modules.map(({ specifier }) => specifier);
  ok(loaded.some((specifier) => specifier.endsWith("/systems/nx/sdk/serve.ts")));
  const others =
    /\/systems\/nx\/(?:host|instances|routing|publish|package|cli|control|log)\/|\/packages\/(?:wire|supervise)\//;
  deepStrictEqual(loaded.filter((specifier) => others.test(specifier)), []);
});
