import { deepEqual } from "node:assert/strict";
import { NewFolders } from "./new_folders.ts";

Deno.test("NewFolders removes what was made since, but nothing that was there, is used, or is kept", () => {
  const base = Deno.makeTempDirSync(), names = () => [...Deno.readDirSync(base)].map(({ name }) => name).sort();
  const make = (path: string) => Deno.mkdirSync(`${base}/${path}`, { recursive: true });
  make("old");
  {
    using _made = new NewFolders(["old/new/deep", "used/a", "never"].map((path) => `${base}/${path}`));
    make("old/new/deep");
    make("used/a");
    Deno.writeTextFileSync(`${base}/used/file`, "");
  }
  deepEqual(names(), ["old", "used"]);
  deepEqual([...Deno.readDirSync(`${base}/old`), ...Deno.readDirSync(`${base}/used`)].map(({ name }) => name), [
    "file",
  ]);
  {
    using made = new NewFolders([`${base}/kept`]);
    make("kept");
    made.keep();
  }
  deepEqual(names(), ["kept", "old", "used"]);
  Deno.removeSync(base, { recursive: true });
});
