import { ok } from "node:assert/strict";
import { saysOutOfMemory, wasKilledForMemory } from "./kernel_log.ts";

const LOG = `120.50 200.00
[   12.1] Memory cgroup out of memory: Killed process 11297 (python3) total-vm:68504kB, anon-rss:58240kB
[   13.4] Out of memory: Killed process 4711 (driver) total-vm:9000000kB
[  100.0] Out of memory: Kill process 42 (old) score 900 or sacrifice child
[  119.0] traps: deno[8536] trap int3 ip:561e sp:7ffd error:0
`;

Deno.test("saysOutOfMemory() finds the process that the kernel killed, and no other", () => {
  const says = (pid: number) => saysOutOfMemory(LOG, pid);
  for (const pid of [11297, 4711, 42]) ok(says(pid), `${pid}`);
  for (const pid of [1129, 471, 4, 8536]) ok(!says(pid), `${pid}`);
});

Deno.test("saysOutOfMemory() takes what was killed since a wrapper's start for the wrapper's child", () => {
  const says = (ageMs: number) => saysOutOfMemory(LOG, 7, ageMs);
  ok(says(21_000));
  ok(says(20_000), "the clocks may differ");
  ok(!says(15_000));
  ok(!saysOutOfMemory("", 7, 1e6));
});

Deno.test("wasKilledForMemory() is false of a process that the kernel did not kill", async () => {
  ok(!await wasKilledForMemory(Deno.pid));
});

Deno.test({
  name: "wasKilledForMemory() is false, and asks for nothing, where no program may be run",
  permissions: { run: false },
  fn: async () => ok(!await wasKilledForMemory(1)),
});
