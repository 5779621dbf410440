import { deepEqual, equal } from "node:assert/strict";
import { denoFinding, descriptorFinding, descriptorLimit, permissionFindings, tokenFinding } from "./machine.ts";

Deno.test("denoFinding() has an error for versions that cannot open an abstract socket with --allow-net alone", () => {
  const cases: [string, string][] = [
    ["2.1.14", "error"],
    ["2.7.14", "error"],
    ["2.8.2", "error"],
    ["1.46.3", "error"],
    ["2.8.3", "ok"],
    ["2.9.6", "ok"],
    ["2.10.0", "ok"],
    ["3.0.0-rc.1", "ok"],
  ];
  for (const [version, severity] of cases) equal(denoFinding(version).severity, severity, version);
});

Deno.test("permissionFindings() names each missing permission, and what lacks without it", () => {
  const findings = permissionFindings((name) => name === "run" || name === "env");
  deepEqual(findings.map(({ subject, severity }) => [subject, severity]), [
    ["--allow-net", "error"],
    ["--allow-run", "ok"],
    ["--allow-env", "ok"],
    ["--allow-read", "warning"],
  ]);
});

Deno.test("descriptorFinding() wants 64 for a driver and more for a host", () => {
  const severities = [63, 64, 255, 256, Infinity].map((limit) => descriptorFinding(limit).severity);
  deepEqual(severities, ["error", "warning", "warning", "ok", "ok"]);
  equal(descriptorFinding(null).severity, "note");
});

Deno.test({
  name: "descriptorLimit() is that of the shell",
  ignore: Deno.build.os === "windows",
  fn: async () => equal(typeof await descriptorLimit(), "number"),
});

Deno.test("tokenFinding() never shows the token", () => {
  equal(JSON.stringify(tokenFinding("secret-of-mine")).includes("secret-of-mine"), false);
  equal(tokenFinding(null).severity, "note");
});
