import { deepEqual, equal, ok } from "node:assert/strict";
import { HANDED_DOWN_VARIABLES, isHandedDown, programEnvironment } from "./environment.ts";

Deno.test("isHandedDown() lets through what a driver needs, by name or pattern", () => {
  for (const name of ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "XDG_RUNTIME_DIR", "DENO_DIR", "https_proxy"]) {
    ok(isHandedDown(name), name);
  }
});

Deno.test("isHandedDown() keeps secrets and what changes the code that runs", () => {
  const kept = [
    "AWS_SECRET_ACCESS_KEY",
    "GITHUB_TOKEN",
    "PGPASSWORD",
    "DBFLUX_DRIVER_IPC_TOKEN",
    "FLUXWIRE_LIFELINE",
    "SSH_AUTH_SOCK",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "NODE_OPTIONS",
    "DENO_AUTH_TOKENS",
    "DENO_DEPLOY_TOKEN",
    "LC",
    "XPATH",
  ];
  for (const name of kept) ok(!isHandedDown(name), name);
});

Deno.test("HANDED_DOWN_VARIABLES names each variable once", () => {
  equal(new Set(HANDED_DOWN_VARIABLES).size, HANDED_DOWN_VARIABLES.length);
});

Deno.test("programEnvironment() puts what is declared above what is handed down", () => {
  const own = programEnvironment({});
  equal(own.PATH, Deno.env.get("PATH"));
  ok(Object.keys(own).every((name) => isHandedDown(name)));
  deepEqual(programEnvironment({ PATH: "/only", MINE: "x" }), { ...own, PATH: "/only", MINE: "x" });
});

Deno.test("programEnvironment() hands down all, or what a list of its own says", () => {
  deepEqual(programEnvironment({}, { kind: "all" }), Deno.env.toObject());
  deepEqual(Object.keys(programEnvironment({ MINE: "x" }, { kind: "list", names: ["PATH"] })), ["PATH", "MINE"]);
  const held = programEnvironment({}, { kind: "list", names: ["P*"], heldBack: ["PATH"] });
  ok(!("PATH" in held));
});

Deno.test({
  name: "programEnvironment() asks for no permission",
  permissions: { env: ["PATH", "HOME", "GITHUB_TOKEN"] },
  fn: () => ok(Object.keys(programEnvironment({})).every((name) => name === "PATH" || name === "HOME")),
});
