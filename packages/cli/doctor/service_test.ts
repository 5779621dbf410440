import { deepEqual } from "node:assert/strict";
import { createService, type ServiceSettings } from "../../host/service.ts";
import { serviceFindings } from "./service.ts";

async function idsOf(settings: Partial<ServiceSettings>): Promise<string[]> {
  const service = createService({ socketId: "a.sock", args: ["--socket", "a.sock"], ...settings });
  const findings = await serviceFindings(service);
  return findings.filter(({ severity }) => severity !== "ok").map(({ id, severity }) => `${severity} ${id}`);
}

Deno.test("serviceFindings() has nothing against a service that starts its own program", async () => {
  deepEqual(await idsOf({ command: Deno.execPath(), args: ["run", "--allow-net", "m.ts", "--socket", "a.sock"] }), []);
  deepEqual(await idsOf({ command: Deno.execPath(), args: ["run", "-A", "m.ts", "--socket=a.sock"] }), []);
  deepEqual(await idsOf({ command: null, args: [] }), []);
  deepEqual(await idsOf({ command: "/nowhere", enabled: false }), ["note service-disabled"]);
});

Deno.test("serviceFindings() finds programs that are not there, wrappers, and relative names", async () => {
  deepEqual(await idsOf({ command: "/nowhere/driver" }), ["error service-program"]);
  deepEqual(await idsOf({ command: "/" }), ["error service-program"]);
  deepEqual(await idsOf({ command: "fluxwire-nowhere" }), ["error service-program", "warning service-relative"]);
  deepEqual(await idsOf({ command: "/bin/sh", args: ["-c", "driver", "a.sock"] }), ["warning service-wrapper"]);
  const deno = { command: Deno.execPath(), args: ["task", "driver", "--socket", "a.sock"] };
  deepEqual(await idsOf(deno), ["warning service-wrapper"]);
});

Deno.test("serviceFindings() finds arguments by which a driver cannot be reached, and too little time", async () => {
  const command = Deno.execPath();
  deepEqual(await idsOf({ command, args: ["run", "m.ts", "--socket", "a.sock"] }), ["error service-permission"]);
  // Behind the script it is the script's own.
  deepEqual(await idsOf({ command, args: ["run", "m.ts", "--allow-net", "a.sock"] }), ["error service-permission"]);
  deepEqual(await idsOf({ command, args: ["run", "-N", "m.ts"] }), ["warning service-socket"]);
  deepEqual(await idsOf({ command, args: ["run", "-N", "m.ts", "a.sock"], startupTimeoutMs: 100 }), [
    "warning service-startup-time",
  ]);
  const provider = await idsOf({ kind: "auth_provider", command, args: ["run", "-N", "m.ts", "--socket", "a.sock"] });
  deepEqual(provider, []);
});
