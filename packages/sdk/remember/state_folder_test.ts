import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { defaultStateFolder, folderOf, folderVariables, type Surroundings } from "./state_folder.ts";

function on(os: Surroundings["os"], variables: Record<string, string>): Surroundings {
  return { os, variable: (name) => variables[name] };
}

Deno.test("defaultStateFolder() follows XDG on Linux, and ignores a relative path", () => {
  const within = "fluxwire/drivers";
  strictEqual(defaultStateFolder(on("linux", { HOME: "/home/a", XDG_STATE_HOME: "/state" })), `/state/${within}`);
  for (const XDG_STATE_HOME of ["", "state"]) {
    const folder = defaultStateFolder(on("linux", { HOME: "/home/a", XDG_STATE_HOME }));
    strictEqual(folder, `/home/a/.local/state/${within}`);
  }
});

Deno.test("defaultStateFolder() follows the conventions of macOS and Windows", () => {
  const mac = defaultStateFolder(on("darwin", { HOME: "/Users/a", XDG_STATE_HOME: "/state" }));
  strictEqual(mac, "/Users/a/Library/Application Support/fluxwire/drivers");
  strictEqual(defaultStateFolder(on("windows", { LOCALAPPDATA: "C:\\L" })), "C:\\L/fluxwire/drivers");
});

Deno.test("defaultStateFolder() is null without its variables, and reads no others", () => {
  for (const os of ["linux", "darwin", "windows"] as const) {
    const asked = new Set<string>();
    strictEqual(defaultStateFolder({ os, variable: (name) => void asked.add(name) }), null);
    deepStrictEqual([...asked], folderVariables(os));
  }
});

Deno.test("folderOf() gives every driver a folder inside, with any id", () => {
  strictEqual(folderOf("notes", "/state/"), "/state/notes");
  strictEqual(folderOf("../../etc/passwd", "/state"), "/state/__.._etc_passwd");
  strictEqual(folderOf("..", "/state"), "/state/_");
  strictEqual(folderOf("a:b*c", "C:\\state\\"), "C:\\state/a_b_c");
});
