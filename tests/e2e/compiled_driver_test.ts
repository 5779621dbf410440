import { deepStrictEqual, ok } from "node:assert/strict";
import { pathOf } from "./running_driver.ts";

/** A module of a program, as `deno info` has it. */
interface Module {
  kind?: string;
  specifier: string;
  local?: string;
  error?: string;
}

/** What a module cannot do inside a compiled program, or does by a name that is only known later. */
const FOREIGN = /Deno\.execPath\(|import\.meta\.(dirname|filename)|new URL\([^)]*import\.meta\.url|import\((?!["'])/;

Deno.test("a driver of the SDK has all that it loads in its module graph, the codec too: deno compile carries it", async () => {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", pathOf("examples/minimal/main.ts")],
    stdin: "null",
  }).output();
  deepStrictEqual(code, 0);
  const modules: Module[] = JSON.parse(new TextDecoder().decode(stdout)).modules;
  ok(modules.some(({ specifier }) => specifier.endsWith("/wire/codec.wasm")));
  ok(modules.length > 100, String(modules.length));
  deepStrictEqual(modules.filter(({ error }) => error !== undefined), []);
  const foreign = modules.filter(({ specifier, local }) => {
    if (local === undefined || !specifier.endsWith(".ts")) return false;
    const code = Deno.readTextFileSync(local).replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    return FOREIGN.test(code);
  });
  deepStrictEqual(foreign.map(({ specifier }) => specifier), []);
});
