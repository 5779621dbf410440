import { ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";

interface Graph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly isDynamic?: boolean;
      readonly code?: { readonly specifier?: string };
    }[];
  }[];
}

/** The modules that are loaded with one, without those that are imported later. */
async function loadedWith(file: string): Promise<ReadonlySet<string>> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json", "--no-lock", path] }).output();
  const { roots, modules }: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const bySpecifier = new Map(modules.map((one) => [one.specifier, one]));
  const loaded = new Set(roots);
  for (const one of loaded) {
    for (const { isDynamic, code } of bySpecifier.get(one)?.dependencies ?? []) {
      if (!isDynamic && code?.specifier !== undefined) loaded.add(code.specifier);
    }
  }
  return loaded;
}

const OF_DRIVERS = /packages\/(wire|host)\/|codec\.wasm/;

Deno.test("a server loads the host's client and the codec with a storage of the kind driver, and not before", async () => {
  for (const file of ["../../main.ts", "../../cli/serve.ts", "../../server/start.ts", "../../server/storages.ts"]) {
    const found = [...await loadedWith(file)].filter((one) => OF_DRIVERS.test(one));
    ok(found.length === 0, `${file} loads ${found}`);
  }
  ok([...await loadedWith("./open_models.ts")].some((one) => OF_DRIVERS.test(one)));
});
