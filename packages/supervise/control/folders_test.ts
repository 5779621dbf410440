import { equal, throws } from "node:assert/strict";
import { defaultControlPath, stateFolder, type Surroundings } from "./folders.ts";

function on(os: Surroundings["os"], variables: Record<string, string>): Surroundings {
  return { os, variable: (name) => variables[name] };
}

Deno.test("stateFolder() follows XDG on Linux, and ignores a relative path", () => {
  equal(stateFolder(on("linux", { HOME: "/home/a", XDG_STATE_HOME: "/state" })), "/state/fluxwire");
  equal(stateFolder(on("linux", { HOME: "/home/a" })), "/home/a/.local/state/fluxwire");
  equal(stateFolder(on("linux", { HOME: "/home/a", XDG_STATE_HOME: "state" })), "/home/a/.local/state/fluxwire");
});

Deno.test("stateFolder() is where macOS and Windows keep such things", () => {
  equal(stateFolder(on("darwin", { HOME: "/Users/a" })), "/Users/a/Library/Application Support/fluxwire");
  equal(stateFolder(on("windows", { LOCALAPPDATA: "C:\\L" })), "C:\\L\\fluxwire");
});

Deno.test("defaultControlPath() is in the user's own folder for such sockets", () => {
  equal(defaultControlPath("host", on("linux", { XDG_RUNTIME_DIR: "/run/user/7" })), "/run/user/7/fluxwire/host.sock");
  equal(defaultControlPath("host", on("linux", { HOME: "/home/a" })), "/home/a/.local/state/fluxwire/host.sock");
  equal(
    defaultControlPath("host", on("darwin", { TMPDIR: "/var/folders/x/T/" })),
    "/var/folders/x/T/fluxwire/host.sock",
  );
  equal(defaultControlPath("host", on("windows", { USERNAME: "a" })), "fluxwire-host-a");
});

Deno.test("stateFolder() says which variable it lacks", () => {
  throws(
    () => stateFolder(on("linux", {})),
    new RangeError("Cannot find the host's folder: HOME is not set; set it, or give --control PATH"),
  );
});
