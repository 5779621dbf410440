import { equal, ok } from "node:assert/strict";
import { isSource, SourceChanges } from "./source_changes.ts";

Deno.test("isSource() is for files that programs are made of, not those of other tools", () => {
  for (const path of ["/a/main.ts", "/a/b/deno.json", "/a/schema.sql"]) {
    ok(isSource(path, "/a"), path);
  }
  ok(isSource("C:\\a\\x.mjs", "C:\\a"));
  ok(isSource("/home/ada/.drivers/a/main.ts", "/home/ada/.drivers/a"));
  for (
    const path of [
      "/a/data.db",
      "/a/node_modules/x/main.ts",
      "/a/.cache/deno/x.js",
      "/a/.git/config.json",
      "/a/main.ts~",
    ]
  ) {
    ok(!isSource(path, "/a"), path);
  }
});

Deno.test("SourceChanges.next() waits for a change in a folder within, and ends with its signal", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/within`);
  using changes = new SourceChanges(folder);
  const next = changes.next(AbortSignal.timeout(120_000));
  await Deno.writeTextFile(`${folder}/within/data.db`, "x");
  await Deno.writeTextFile(`${folder}/within/main.ts`, "x");
  ok((await next).endsWith("main.ts"));
  const ended = new AbortController();
  const never = changes.next(ended.signal).then(() => "changed", (error) => error.message);
  ended.abort(new Error("over"));
  ok(["over", "changed"].includes(await never));
  await Deno.remove(folder, { recursive: true });
  equal(isSource(folder, folder), false);
});
