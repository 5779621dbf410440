import { deepStrictEqual, ok } from "node:assert/strict";
import { modulesAtOnce, modulesOf } from "./modules.ts";

/** Modules that other systems build on, and the packages whose modules each may load. */
const ENTRIES: Readonly<Record<string, RegExp>> = {
  "packages/transport/mod.ts": /^packages\/transport\//,
  "packages/transport/internal.ts": /^packages\/transport\//,
  "packages/transport/testing/mod.ts": /^packages\/transport\//,
  "packages/grpc/mod.ts": /^packages\/(transport|grpc)\//,
  "packages/supervise/mod.ts": /^packages\/(transport|supervise)\//,
  "packages/command/mod.ts": /^packages\/(transport|command)\//,
  "packages/command/failing.ts": /^packages\/(transport|supervise|command)\//,
  "packages/command/program/mod.ts": /^packages\/(transport|supervise|command)\//,
  "packages/supervise/internal.ts": /^packages\/(transport|supervise)\//,
};

for (const [entry, own] of Object.entries(ENTRIES)) {
  Deno.test(`${entry} loads no codec, nor anything else of a protocol`, async () => {
    const modules = await modulesOf(entry);
    ok(modules.includes(entry));
    deepStrictEqual(modules.filter((path) => !own.test(path)), []);
  });
}

Deno.test("@fluxwire/sdk/rows loads neither the codec nor the rest of the SDK", async () => {
  const modules = await modulesOf("packages/sdk/rows/mod.ts");
  ok(modules.includes("packages/wire/rows/row_encoder.ts"));
  deepStrictEqual(modules.filter((path) => /codec|^packages\/sdk\/(?!rows)/.test(path)), []);
});

Deno.test("@fluxwire/sdk/process/child loads neither the codec nor the rest of the SDK", async () => {
  const modules = await modulesOf("packages/sdk/process/child/mod.ts");
  ok(modules.includes("packages/sdk/process/messages.ts"));
  deepStrictEqual(modules.filter((path) => !path.startsWith("packages/sdk/process/")), []);
});

Deno.test("the tour of the probe loads nothing of the console, which the console's verb does", async () => {
  const isConsole = (path: string) => /^packages\/console\/|^systems\//.test(path);
  for (const entry of ["packages/cli/verbs/tour.ts", "packages/cli/usage/tour.ts"]) {
    deepStrictEqual((await modulesOf(entry)).filter(isConsole), [], entry);
  }
  ok((await modulesOf("packages/cli/verbs/console.ts")).some(isConsole));
});

Deno.test("conformance and export load nothing of the console before they write a page", async () => {
  for (const verb of ["packages/cli/verbs/conformance.ts", "packages/cli/verbs/export.ts"]) {
    const isConsole = (path: string) => path.startsWith("packages/console/");
    const atOnce = await modulesAtOnce(verb);
    deepStrictEqual(atOnce.filter(isConsole), [], verb);
    ok(atOnce.length > 50);
    ok((await modulesOf(verb)).some(isConsole));
  }
});

Deno.test("modulesOf() finds the codec that a package loads", async () => {
  const modules = await modulesOf("packages/wire/mod.ts");
  ok(modules.includes("packages/wire/codec.wasm") || modules.includes("packages/wire/codec_instance.js"));
});
