import { equal, throws } from "node:assert/strict";
import { HostError } from "../host_error.ts";
import { makePrivateFolder } from "./private_folder.ts";

function isNotPrivate(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof HostError && error.code === "FolderUnusable" && message.test(error.message);
}

Deno.test("makePrivateFolder() makes a folder that only its owner may look into", () => {
  const base = Deno.makeTempDirSync();
  const path = `${base}/a/b`;
  makePrivateFolder(path);
  makePrivateFolder(path);
  equal(Deno.lstatSync(path).mode! & 0o777, 0o700);
  Deno.removeSync(base, { recursive: true });
});

Deno.test("makePrivateFolder() refuses a folder that is open to others, and a link", () => {
  const base = Deno.makeTempDirSync();
  Deno.mkdirSync(`${base}/open`);
  Deno.chmodSync(`${base}/open`, 0o750);
  throws(() => makePrivateFolder(`${base}/open`), isNotPrivate(/its mode is 750/));
  Deno.writeTextFileSync(`${base}/file`, "");
  throws(() => makePrivateFolder(`${base}/file`), isNotPrivate(/^Cannot make folder .*file/));
  Deno.symlinkSync(base, `${base}/link`);
  throws(() => makePrivateFolder(`${base}/link`), isNotPrivate(/it is a link/));
  Deno.removeSync(base, { recursive: true });
});
