import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Plugins } from "../../plugins/plugins.ts";
import { PluginFolder, REFERENCE_COMMAND } from "../../plugins/testing/plugin_folder.ts";
import type { JsonObject } from "../../json/json.ts";
import type { Refusal } from "../../commit/refusal.ts";
import { HookedCore } from "../testing/hooked_core.ts";
import { NativeHooks } from "./native_hooks.ts";

const HOOK = fileURLToPath(new URL("./testing/hook.ts", import.meta.url));

/** A core whose native hook is the program of `testing/hook.ts`. */
async function withNative(work: (core: HookedCore) => Promise<void>): Promise<void> {
  await using folder = new PluginFolder();
  const command = [...REFERENCE_COMMAND.slice(0, -1), HOOK].map((one) => `'${one}'`).join(" ");
  await folder.script("obedient", `exec ${command} "$@"`);
  await using plugins = await Plugins.find({ folder: folder.path, taken: [], report: () => {} });
  await using natives = new NativeHooks(plugins);
  await using core = await HookedCore.start({ natives });
  await work(core);
}

const refused = (code: string, message: RegExp) => (error: unknown) => {
  equal((error as Refusal).code, code);
  match((error as Refusal).message, message);
  return true;
};

Deno.test("NativeHooks: a pre hook changes data, refuses, reads, and is refused what only post hooks may", async () => {
  await withNative(async (core) => {
    await core.create({ a: 1 }, "n", "note");
    await core.setNative("preCreate", "obedient");
    deepStrictEqual((await core.create({ n: 9007199254740993n })).data, { n: 9007199254740993n, seen: true });
    deepStrictEqual(core.lines, ["preCreate of item"]);
    await rejects(core.create({ do: "veto" }), (error) => {
      deepStrictEqual((error as Refusal).details, { big: 12345678901234567890n });
      return refused("vetoed", /not this one/)(error);
    });
    await rejects(core.create({ do: "throw" }), refused("hook_failed", /TypeError: it broke/));
    const { one, list } = (await core.create({ do: "read" })).data as { one: JsonObject; list: JsonObject[] };
    deepStrictEqual([one.data, list.length], [{ a: 1 }, 1]);
    const { name, code } = (await core.create({ do: "write" })).data;
    deepStrictEqual([name, code], ["NotAllowed", "not_allowed"]);
  });
});

Deno.test("NativeHooks: a post hook writes once its event is applied, with the event's id", async () => {
  await withNative(async (core) => {
    await core.setNative("postCreate", "obedient");
    const { id } = await core.create({ do: "write" });
    const [note] = await core.all();
    equal(note!.of, id);
    match(String(note!.event), /^[0-9a-f-]{36}$/);
    await core.create({ do: "throw" });
    await core.seen({ records: 1 });
    match(core.records[0]!.message, /it broke/);
  });
});

Deno.test("NativeHooks: a hook whose program ends or is late refuses the change, and the next call has a new one", async () => {
  await withNative(async (core) => {
    await core.setNative("preCreate", "obedient");
    await core.create({});
    await rejects(core.create({ do: "exit" }), refused("hook_failed", /the plugin obedient/));
    for (let tries = 0;; tries++) {
      // It is started again: until then, calls find nothing that answers.
      const created = await core.create({}).then(({ data }) => data, refused("hook_failed", /out of reach/));
      if (created !== true) break;
    }
    await core.setNative("preCreate", "obedient", { timeout: 100 });
    await rejects(core.create({ do: "wait" }), refused("hook_timeout", /not done after 100 ms/));
  });
});

Deno.test("NativeHooks: a hook is refused whose program is not there", async () => {
  await withNative(async (core) => {
    await rejects(core.setNative("preCreate", "mailer"), refused("hook_name", /No native hook is named "mailer"/));
  });
});
