import { deepStrictEqual } from "node:assert/strict";
import { driver as planets } from "../../../examples/minimal/main.ts";
import { defineDriver } from "../driver.ts";
import { permittedFolder, type PermittedSystem } from "./permitted_folder.ts";

const DRIVER = defineDriver({ ...planets.definition, remember: true });
const UNHOSTED = { given: null, isHosted: false };

/** A Linux system on which these are granted: `read:/path`, `env:NAME`. */
function system(...granted: string[]): PermittedSystem {
  return {
    os: "linux",
    variable: (name) => name === "HOME" ? "/home/a" : undefined,
    query: (asked) => {
      const scope = "path" in asked ? asked.path : "variable" in asked ? asked.variable : "";
      return { state: granted.includes(`${asked.name}:${scope}`) ? "granted" : "denied" };
    },
  };
}

Deno.test("permittedFolder() is the system's where its variables and the driver's folder are permitted", () => {
  const own = "/home/a/.local/state/fluxwire/drivers/planets";
  const all = ["env:HOME", "env:XDG_STATE_HOME", `read:${own}`, `write:${own}`];
  const found = permittedFolder(DRIVER, UNHOSTED, system(...all));
  deepStrictEqual(found, { stateFolder: "/home/a/.local/state/fluxwire/drivers", missing: null });
  deepStrictEqual(permittedFolder(DRIVER, UNHOSTED, system(...all.slice(0, 2))), {
    stateFolder: null,
    missing: `--allow-read=${own} --allow-write=${own} to deno run`,
  });
});

Deno.test("permittedFolder() is the given one, which needs no variable", () => {
  const request = { given: "/kept", isHosted: false };
  const both = system("read:/kept/planets", "write:/kept/planets");
  deepStrictEqual(permittedFolder(DRIVER, request, both), { stateFolder: "/kept", missing: null });
  deepStrictEqual(permittedFolder(DRIVER, request, system("read:/kept/planets")), {
    stateFolder: null,
    missing: "--allow-write=/kept/planets to deno run",
  });
});

Deno.test("permittedFolder() asks for --state if a variable may not be read", () => {
  deepStrictEqual(permittedFolder(DRIVER, UNHOSTED, system("env:HOME")), {
    stateFolder: null,
    missing: "--state FOLDER, and --allow-read=FOLDER --allow-write=FOLDER to deno run",
  });
});

Deno.test("permittedFolder() is null without missing flags for a driver that does not remember or runs under a Fluxwire host", () => {
  const nothing = { stateFolder: null, missing: null };
  deepStrictEqual(permittedFolder(planets, { given: "/kept", isHosted: false }, system()), nothing);
  deepStrictEqual(permittedFolder(DRIVER, { given: null, isHosted: true }, system()), nothing);
});

Deno.test("permittedFolder() under a Fluxwire host is the given one", () => {
  const both = system("read:/kept/planets", "write:/kept/planets");
  const found = permittedFolder(DRIVER, { given: "/kept", isHosted: true }, both);
  deepStrictEqual(found, { stateFolder: "/kept", missing: null });
});
