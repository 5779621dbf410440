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

Deno.test("makePrivateFolder() refuses a folder of another user, and leaves nothing in its own", () => {
  const base = Deno.makeTempDirSync(), { uid } = Deno.lstatSync(base);
  makePrivateFolder(`${base}/own`);
  equal([...Deno.readDirSync(`${base}/own`)].length, 0);
  throws(() => makePrivateFolder(`${base}/own`, () => uid! + 1), isNotPrivate(/it belongs to user \d+/));
  if (uid === 0) {
    Deno.chownSync(`${base}/own`, 12_345, null);
    throws(
      () => makePrivateFolder(`${base}/own`),
      isNotPrivate(/it belongs to user 12345, and this process is user 0/),
    );
  }
  Deno.removeSync(base, { recursive: true });
});
