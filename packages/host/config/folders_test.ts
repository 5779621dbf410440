import { deepEqual } from "node:assert/strict";
import { configCandidates, type UserEnvironment } from "./folders.ts";

function paths(os: UserEnvironment["os"], variables: Readonly<Record<string, string>>): string[] {
  return configCandidates({ os, variable: (name) => variables[name] }).map(({ path }) => path);
}

Deno.test("configCandidates() finds the folders of Linux, by the standard's variables or below home", () => {
  deepEqual(paths("linux", { HOME: "/home/ada" }), [
    "/home/ada/.config/dbflux/config.json",
    "/home/ada/.local/share/dbflux/dbflux.db",
    "/home/ada/.local/share/dbflux/dbflux-nightly.db",
  ]);
  deepEqual(paths("linux", { HOME: "/home/ada", XDG_CONFIG_HOME: "/etc/ada", XDG_DATA_HOME: "/srv/ada" }), [
    "/etc/ada/dbflux/config.json",
    "/srv/ada/dbflux/dbflux.db",
    "/srv/ada/dbflux/dbflux-nightly.db",
  ]);
});

Deno.test("configCandidates() passes over relative and missing variables, as the standard has it", () => {
  deepEqual(
    paths("linux", { HOME: "/home/ada", XDG_CONFIG_HOME: "etc", XDG_DATA_HOME: "" })[0],
    paths("linux", {
      HOME: "/home/ada",
    })[0],
  );
  deepEqual(paths("linux", { XDG_CONFIG_HOME: "/etc/ada" }), ["/etc/ada/dbflux/config.json"]);
  deepEqual(paths("linux", {}), []);
});

Deno.test("configCandidates() finds the folders of macOS and Windows", () => {
  deepEqual(paths("darwin", { HOME: "/Users/ada", XDG_CONFIG_HOME: "/etc/ada" }), [
    "/Users/ada/Library/Application Support/dbflux/config.json",
    "/Users/ada/Library/Application Support/dbflux/dbflux.db",
    "/Users/ada/Library/Application Support/dbflux/dbflux-nightly.db",
  ]);
  deepEqual(paths("windows", { APPDATA: "C:\\Users\\ada\\AppData\\Roaming", HOME: "/c/Users/ada" }), [
    "C:\\Users\\ada\\AppData\\Roaming\\dbflux\\config.json",
    "C:\\Users\\ada\\AppData\\Roaming\\dbflux\\dbflux.db",
    "C:\\Users\\ada\\AppData\\Roaming\\dbflux\\dbflux-nightly.db",
  ]);
});

Deno.test("configCandidates() names the file by which nightly builds share the stable database", () => {
  const candidates = configCandidates({ os: "linux", variable: (name) => ({ HOME: "/home/ada" })[name] });
  deepEqual(candidates.map(({ unless }) => unless), [null, null, "/home/ada/.local/share/dbflux/use-stable-db"]);
});
