import { match, strictEqual, throws } from "node:assert/strict";
import { npmSpecifiers } from "./bundle.ts";
import { noticeOf } from "./notice.ts";
import { ROOT } from "./workspace.ts";

Deno.test("the notice beside the built page has each package that the page imports and each crate of the codec, with its version and a free licence", () => {
  const text = Deno.readTextFileSync(`${ROOT}packages/console/page/dist/NOTICE`);
  const named = new Set(
    text.matchAll(/^-{80}\n(\S+ \S+) \((?:MIT|ISC|\(?MIT OR Apache-2\.0.*)\)$/gm).map(([, name]) => name!),
  );
  for (const specifier of npmSpecifiers()) {
    const [, name, version] = /^npm:((?:@[^/]+\/)?[^@/]+)@([^/]+)/.exec(specifier)!;
    strictEqual(named.has(`${name} ${version}`), true, `${name} ${version}`);
  }
  strictEqual(text.match(/^-{80}$/gm)!.length, named.size, "neither MIT nor ISC");
  for (const crate of ["bincode", "postcard", "serde", "wasm-bindgen"]) {
    match(text, new RegExp(`^-{80}\\n${crate} \\d`, "m"));
  }
  strictEqual(text.match(/"AS IS"/g)!.length >= named.size, true);
});

Deno.test("noticeOf() repeats the licences of packages, and refuses one that has none", () => {
  const folder = Deno.makeTempDirSync(), one = `${folder}/node_modules/@scope/one`;
  Deno.mkdirSync(`${one}/lib`, { recursive: true });
  Deno.writeTextFileSync(`${one}/package.json`, '{"version":"1.2.3","license":"MIT"}');
  const inputs = [`${one}/lib/index.js`, `${folder}/page/main.ts`];
  throws(() => noticeOf(inputs, ROOT), /the package @scope\/one has no text of its licence/);
  Deno.writeTextFileSync(`${one}/LICENSE.md`, "Do as you like.\r\n");
  match(noticeOf(inputs, ROOT), /\n@scope\/one 1\.2\.3 \(MIT\)\n\nDo as you like\.\n$/);
  Deno.removeSync(folder, { recursive: true });
});
