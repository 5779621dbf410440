import { equal } from "node:assert/strict";
import { Backlog } from "./backlog.ts";

/** A table of a listener with connections, by their inodes; 0 stands for one that is not accepted. */
function table(...inodes: number[]): string {
  const line = (flags: string, inode: number, name = "@planets.sock") =>
    `0000000000000000: 00000003 00000000 ${flags} 0001 01 ${inode} ${name}`;
  return [line("00010000", 1), ...inodes.map((inode) => line("00000000", inode)), line("00000000", 9, "@other")].join(
    "\n",
  );
}

Deno.test({
  name: "Backlog.isBehindAnother() tells a driver that serves another program from one that hangs in our connection",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const cases: [string, string[], boolean[]][] = [
      ["another is served, ours waits", [table(7, 0), table(7, 0, 0)], [true, true]],
      ["ours was accepted and hangs, later ones wait", [table(7), table(7, 0), table(7, 0)], [false, false, false]],
      ["ours was given up, then another came", [table(7), table(8, 0)], [false, true]],
      ["nothing was accepted at all", [table(0), table(0, 0)], [false, false]],
      ["all are accepted", [table(7, 8)], [false]],
      ["nothing is known", [""], [false]],
    ];
    for (const [name, tables, expected] of cases) {
      const left = [...tables];
      const backlog = new Backlog("planets.sock", () => Promise.resolve(left.shift()!));
      for (const [i, one] of expected.entries()) equal(await backlog.isBehindAnother(), one, `${name}, look ${i}`);
    }
  },
});
