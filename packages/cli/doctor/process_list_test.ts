import { deepEqual, equal, match } from "node:assert/strict";
import { canListProcesses, processListFinding } from "./process_list.ts";

Deno.test("processListFinding() says where a host cannot see what leaves a process group, and what to do", () => {
  const found = [
    processListFinding(true, "linux"),
    processListFinding(false, "linux"),
    processListFinding(false, "darwin"),
  ];
  deepEqual(found.map(({ severity }) => severity), ["ok", "warning", "note"]);
  match(
    found[1]!.message,
    /neither limits nor stops processes that leave the process group .* no shell can read \/proc/,
  );
  match(found[2]!.message, /darwin has no \/proc$/);
});

Deno.test("canListProcesses() needs /proc, and a shell that may be started", async () => {
  equal(await canListProcesses(), Deno.build.os === "linux");
});

Deno.test("canListProcesses() is false without the permission to start a shell", {
  permissions: { run: [], env: true, read: true },
}, async () => equal(await canListProcesses(), false));
