import { match, strictEqual, throws } from "node:assert/strict";
import { BrowserFile } from "./open_browser.ts";

Deno.test({
  name: "BrowserFile gives the browser a file that only this user may read: the address is in no program's arguments",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const folder = Deno.makeTempDirSync(), before = Deno.env.get("PATH")!;
    Deno.writeTextFileSync(
      `${folder}/xdg-open`,
      `#!/bin/sh\nstat -c '%a %n' "$@" > ${folder}/seen\ncat "$1" >> ${folder}/seen\n`,
    );
    Deno.chmodSync(`${folder}/xdg-open`, 0o755);
    Deno.env.set("PATH", `${folder}:${before}`);
    try {
      const file = new BrowserFile("http://127.0.0.1:1/#0123");
      strictEqual(await file.open(), true);
      const [args, text] = Deno.readTextFileSync(`${folder}/seen`).split("\n");
      match(args!, /^600 \S+\.html$/);
      match(text!, /url=http:\/\/127\.0\.0\.1:1\/#0123"/);
      const path = args!.slice(4);
      file[Symbol.dispose]();
      throws(() => Deno.lstatSync(path), Deno.errors.NotFound);
    } finally {
      Deno.env.set("PATH", before);
      Deno.removeSync(folder, { recursive: true });
    }
  },
});
