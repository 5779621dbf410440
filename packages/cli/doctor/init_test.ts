import { deepEqual, equal, match } from "node:assert/strict";
import { firstProcess, initFinding } from "./init.ts";

Deno.test("initFinding() warns of a first process that reaps no orphans, and says how to start an init", () => {
  const severities = [["systemd", 7], ["tini", 7], [null, 7], ["deno", 7], ["deno", 1], [null, 1]] as const;
  deepEqual(severities.map(([name, pid]) => initFinding(name, pid).severity), [
    ...["ok", "ok", "ok", "warning", "warning", "warning"],
  ]);
  match(JSON.stringify(initFinding("deno", 1)), /process 1 is deno, which does not reap orphans.*docker run --init/);
});

Deno.test("firstProcess() is a name on Linux, and unknown elsewhere", async () => {
  equal(typeof await firstProcess(), Deno.build.os === "linux" ? "string" : "object");
});
