import { equal } from "node:assert/strict";
import type { HookName } from "../model/definition.ts";
import { checkHook } from "./source_check.ts";
import { ISOLATE_SETTINGS } from "./testing/isolate_settings.ts";

Deno.test("the hooks of the README load", async () => {
  const text = await Deno.readTextFile(new URL("./README.md", import.meta.url));
  const sources = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, source]) => source!);
  equal(sources.length, 2);
  for (const source of sources) {
    const hook = /function (\w+)/.exec(source)![1] as HookName;
    await checkHook(ISOLATE_SETTINGS, { hook, kind: "script", source, options: {} });
  }
});
