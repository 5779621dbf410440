import { deepEqual, equal, ok } from "node:assert/strict";
import { createService, type Service } from "../service.ts";
import { problemText } from "./problem.ts";
import { readJsonServices } from "./json_services.ts";

/** The usable services of a text. */
function services(json: unknown): Service[] {
  const { entries, problems } = readJsonServices(JSON.stringify(json), "c");
  deepEqual(problems, []);
  return entries.map(({ service }) => service!);
}

/** The problems of a text, as the place and the reason of each. */
function problems(json: unknown): string[] {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  return readJsonServices(text, "c").problems.map((problem) => `${problem.code} ${problemText(problem).slice(3)}`);
}

Deno.test("readJsonServices() reads the list under either of its names", () => {
  const expected = [createService({ socketId: "a.sock", command: "deno" })];
  deepEqual(services({ rpc_services: [{ socket_id: "a.sock", command: "deno" }] }), expected);
  deepEqual(services({ version: 2, services: [{ socket_id: "a.sock", command: "deno" }], general: {} }), expected);
  deepEqual(services({}), []);
});

Deno.test("readJsonServices() takes the later name where a file has both, and says so", () => {
  const both = { rpc_services: [{ socket_id: "a.sock" }], services: [{ socket_id: "b.sock" }] };
  const { entries } = readJsonServices(JSON.stringify(both), "c");
  deepEqual(entries.map(({ socketId }) => socketId), ["b.sock"]);
  deepEqual(problems(both), ["SettingUnknown rpc_services: nothing reads it beside services; move its services there"]);
});

Deno.test("readJsonServices() has DBFlux's defaults", () => {
  const [service] = services({ services: [{ socket_id: "a.sock" }] });
  deepEqual(service, createService({ socketId: "a.sock", command: "dbflux-driver-host" }));
  deepEqual(services({ services: [{ socket_id: "a.sock", command: null, startup_timeout_ms: null }] }), [service]);
});

Deno.test("readJsonServices() reads every key, Fluxwire's own included, and passes over what DBFlux passes over", () => {
  const sha256 = "AB".repeat(32);
  const [service] = services({
    services: [{
      socket_id: "sso",
      enabled: false,
      command: "deno",
      args: ["run", "main.ts"],
      env: { TOKEN: "t", EMPTY: "" },
      startup_timeout_ms: 1,
      unknown: 1,
      fluxwire: {
        kind: "auth_provider",
        cwd: "/srv",
        sha256,
        token_env: "SSO_TOKEN",
        restart: "transient",
        stop: { stdin_grace_ms: 0, term_grace_ms: 5 },
        limits: { memory_bytes: 1024, cpu_percent: 150, max_processes: 8 },
        tap: true,
      },
    }],
  });
  deepEqual(service, {
    socketId: "sso",
    kind: "auth_provider",
    enabled: false,
    command: "deno",
    args: ["run", "main.ts"],
    env: { TOKEN: "t", EMPTY: "" },
    startupTimeoutMs: 1,
    cwd: "/srv",
    sha256: sha256.toLowerCase(),
    tokenEnv: "SSO_TOKEN",
    restart: "transient",
    stop: { stdinGraceMs: 0, termGraceMs: 5 },
    limits: { memoryBytes: 1024, cpuPercent: 150, maxProcesses: 8 },
    tap: true,
  });
});

Deno.test("readJsonServices() reports every problem at once, with its place, and keeps the other services", () => {
  const json = {
    rpc_services: [
      { socket_id: "good.sock", command: "deno" },
      { command: "deno" },
      { socket_id: "a.sock", command: 5, args: [1, "b", null], env: { PORT: 80, KEY: "k" }, startup_timeout_ms: 0 },
      "text",
      { socket_id: "b.sock", enabled: 1, args: "run", env: [], startup_timeout_ms: 1.5 },
      { socket_id: "good.sock", command: "other" },
      { socket_id: "", env: { "A=secret": "x" } },
      { socket_id: "c.sock", command: "de\0no", startup_timeout_ms: 2 ** 31 },
      { socket_id: "x".repeat(300) },
      { socket_id: "last.sock", command: "deno" },
    ],
  };
  deepEqual(problems(json), [
    "SettingMissing rpc_services[1].socket_id: it must be given",
    "SettingType rpc_services[2].args[0]: expected text, found number",
    "SettingType rpc_services[2].args[2]: expected text, found null",
    "SettingType rpc_services[2].env.PORT: expected text, found number",
    "SettingValue rpc_services[2].startup_timeout_ms: expected a whole number from 1 to 2147483647, found 0",
    "SettingType rpc_services[2].command: expected text, found number",
    "SettingType rpc_services[3]: expected object, found text",
    "SettingType rpc_services[4].enabled: expected true or false, found number",
    "SettingType rpc_services[4].args: expected list, found text",
    "SettingType rpc_services[4].env: expected object, found list",
    "SettingValue rpc_services[4].startup_timeout_ms: expected a whole number from 1 to 2147483647, found 1.5",
    'ServiceDuplicate rpc_services[5]: "good.sock" is declared at rpc_services[0]; remove one of them',
    "SettingValue rpc_services[6].env: the name of a variable is empty, or has = or NUL in it",
    'SettingValue rpc_services[6].socket_id: Cannot use socket name: "" is empty; choose a name',
    "SettingValue rpc_services[7].startup_timeout_ms: expected a whole number from 1 to 2147483647, found 2147483648",
    "SettingValue rpc_services[7].command: it has a NUL character; remove it",
    "SettingValue rpc_services[8].socket_id: Cannot use socket name: its length of 300 bytes exceeds 107; choose a shorter name",
  ]);
  const { entries } = readJsonServices(JSON.stringify(json), "c");
  const usable = entries.filter(({ service }) => service !== null);
  deepEqual(usable.map(({ place, socketId }) => [place, socketId]), [
    ["rpc_services[0]", "good.sock"],
    ["rpc_services[9]", "last.sock"],
  ]);
});

Deno.test("readJsonServices() reports unknown and invalid settings of Fluxwire's own", () => {
  const fluxwire = {
    restart: "always",
    cwd: "drivers",
    sha256: "abc",
    token_env: "A=B",
    kind: "oracle",
    stop: { grace_ms: 5, term_grace_ms: -1 },
    limits: { memory_bytes: 0, cpu_percent: "50" },
    restarts: 3,
  };
  deepEqual(problems({ services: [{ socket_id: "a.sock", fluxwire }, { socket_id: "b.sock", fluxwire: true }] }), [
    "SettingUnknown services[0].fluxwire.restarts: nothing reads it; known are kind, cwd, sha256, token_env, restart, stop, limits, tap",
    'SettingValue services[0].fluxwire.kind: expected one of driver, auth_provider; found "oracle"',
    'SettingValue services[0].fluxwire.cwd: expected an absolute path, found "drivers"',
    'SettingValue services[0].fluxwire.sha256: expected 64 hex digits, found "abc"',
    'SettingValue services[0].fluxwire.token_env: expected the name of a variable, found "A=B"',
    'SettingValue services[0].fluxwire.restart: expected one of permanent, transient, temporary; found "always"',
    "SettingUnknown services[0].fluxwire.stop.grace_ms: nothing reads it; known are stdin_grace_ms, term_grace_ms",
    "SettingValue services[0].fluxwire.stop.term_grace_ms: expected a whole number from 0 to 2147483647, found -1",
    "SettingValue services[0].fluxwire.limits.memory_bytes: expected a whole number from 1 to 9007199254740991, found 0",
    "SettingType services[0].fluxwire.limits.cpu_percent: expected number, found text",
    "SettingType services[1].fluxwire: expected object, found boolean",
  ]);
});

Deno.test("readJsonServices() says where a text stops being JSON, and shows nothing of it", () => {
  deepEqual(problems('{"services": [\n  {"env": {"TOKEN": s3cret}}\n]}'), [
    "ConfigMalformed line 2, column 21: here it stops being JSON; check commas, quotes and brackets",
  ]);
  deepEqual(problems("[]"), ["SettingType expected object, found list"]);
  deepEqual(problems({ services: { a: {} } }), ["SettingType services: expected list, found object"]);
});

Deno.test("readJsonServices() reads 1000 services and no more", () => {
  const list = Array.from({ length: 1001 }, (_, index) => ({ socket_id: `s${index}`, command: "deno" }));
  equal(services({ services: list.slice(1) }).length, 1000);
  deepEqual(problems({ services: list }), ["SettingValue services: its 1001 services exceed 1000; remove some"]);
});

Deno.test("readJsonServices() never tells the value of a variable", () => {
  const secret = "s3cret";
  const values = [[secret], { nested: secret }, `${secret}\0`];
  const list = values.map((value, index) => ({
    socket_id: `${index}`,
    command: index,
    env: { TOKEN: value, [`X=${secret}`]: secret },
  }));
  const found = problems({ services: list });
  ok(found.length >= 3 * 3);
  ok(!found.join("\n").includes(secret), found.join("\n"));
});
