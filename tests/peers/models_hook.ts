import { deepStrictEqual, rejects } from "node:assert/strict";
import { HookedCore } from "../../systems/apiplant/hooks/testing/hooked_core.ts";
import { NativeHooks } from "../../systems/apiplant/hooks/native/native_hooks.ts";
import { Plugins } from "../../systems/apiplant/plugins/plugins.ts";
import { Guide } from "../../systems/apiplant/e2e/guide.ts";

/** Builds the program of the guide. It needs no package, and so no module. */
async function build(folder: string): Promise<void> {
  const [source] = new Guide("storage-drivers.md").blocks("go");
  await Deno.writeTextFile(`${folder}/main.go`, source!);
  await Deno.mkdir(`${folder}/hooks`);
  const env = { GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOFLAGS: "" };
  const args = ["build", "-o", "hooks/stock-go", "main.go"];
  const { success, stderr } = await new Deno.Command("go", { args, cwd: folder, env }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

Deno.test("the native hook in Go of docs/storage-drivers.md reads a product, and refuses an order", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await build(folder);
    await using plugins = await Plugins.find({ folder: `${folder}/hooks`, taken: [], report: () => {} });
    deepStrictEqual(plugins.names("hook"), ["stock-go"]);
    await using natives = new NativeHooks(plugins);
    await using core = await HookedCore.start({ natives });
    await core.write({ op: "createModel", definition: { id: "product", fields: {}, strict: false, idKind: "any" } });
    await core.create({ stock: 2 }, "tea", "product");
    await core.setNative("preCreate", "stock-go");
    deepStrictEqual((await core.create({ product: "tea", count: 2 })).data, { product: "tea", count: 2 });
    await rejects(core.create({ product: "tea", count: 3 }), { code: "vetoed", message: "Only 2 left" });
    await rejects(core.create({ product: 7 }), { code: "hook_failed" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
