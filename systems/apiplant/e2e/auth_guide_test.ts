import { deepStrictEqual, match, ok } from "node:assert/strict";
import { readConfig } from "../config/read.ts";
import { checkOutputs, Guide, outputsOf } from "./guide.ts";
import { freePort } from "../../../tests/free_port.ts";

const GUIDE = new Guide("models-auth.md");
const ADDRESS = "127.0.0.1:1337";

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /^$/,
  /^\{"kind":"key","actor":"key:admin".*"admin":true/,
  /^\{"status":"ok".*\}\{"error":\{"code":"unauthenticated","message":"This needs credentials/,
  /"id":"post","version":1/,
  /^$/,
  /"id":"first"[^]*"code":"forbidden"/,
  /"code":"not_found"[^]*"published":true[^]*"items":\[\{"id":"first"[^]*"code":"forbidden"/,
  /"actor":"key:ann"[^]*"code":"unauthenticated","message":"These credentials are not good here"/,
  /^warning: Without credentials, everyone may see post by list, read, subscribe$/,
  /^admin {2}admin {2}never expires\nbot {2}role:editor,post:list,post:read,post:update {2}never expires$/,
];

Deno.test("docs/models-auth.md: every command does what the guide says, and no output or log has a key", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-auth-guide-" });
  try {
    const own = `127.0.0.1:${freePort()}`;
    await Deno.writeTextFile(`${folder}/config.toml`, GUIDE.blocks("toml")[0]!.replace(ADDRESS, own));
    const scripts = GUIDE.blocks("sh").map((text) => text.replaceAll(ADDRESS, own));
    const { outputs, errors } = await outputsOf(scripts, folder);
    checkOutputs(scripts, { outputs, errors }, EXPECTED);
    const shown = outputs.join("\n") + errors + await Deno.readTextFile(`${folder}/server.log`);
    ok(!/"code":"internal"|ap_[a-z]+_/.test(shown), shown);
    match(await Deno.readTextFile(`${folder}/admin.header`), /^authorization: Bearer ap_admin_[\w-]{43}\n$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("docs/models-auth.md: the settings of an issuer are read as they stand there", () => {
  const { config, warnings } = readConfig(GUIDE.blocks("toml")[1]!, "config.toml", () => undefined);
  deepStrictEqual([warnings, config.auth.oidc?.rolesClaim], [[], "realm_access.roles"]);
});
