import { equal } from "node:assert/strict";
import { groupPath, moveOut } from "./delegated_group.ts";

Deno.test("groupPath() finds the group that was delegated, also once its process has moved below", () => {
  const of = (path: string) => groupPath(`2:cpu:/\n0::${path}\n`);
  equal(of("/user.slice/fluxwire.service"), "/user.slice/fluxwire.service");
  equal(of("/user.slice/fluxwire.service/fluxwire-host"), "/user.slice/fluxwire.service");
  equal(of("/"), "");
  equal(of("/fluxwire-host"), "");
  equal(groupPath("2:cpu:/x\n"), "");
});

Deno.test("moveOut() moves this process and what it has started, and no other process", async () => {
  const root = Deno.makeTempDirSync();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "await Deno.stdin.read(new Uint8Array(1))"],
    stdin: "piped",
  })
    .spawn();
  // A file keeps the last number only, where the kernel takes each.
  const moved = async (...pids: number[]) => {
    Deno.writeTextFileSync(`${root}/cgroup.procs`, pids.map((pid) => `${pid}\n`).join(""));
    await moveOut(root);
    return Deno.readTextFileSync(`${root}/fluxwire-host/cgroup.procs`);
  };
  try {
    equal(await moved(1, Deno.pid, Deno.ppid), `${Deno.pid}`);
    equal(await moved(Deno.pid, child.pid, 1), `${child.pid}`);
  } finally {
    await child.stdin.close();
    await child.status;
    Deno.removeSync(root, { recursive: true });
  }
});
