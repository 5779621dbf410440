import { strictEqual } from "node:assert/strict";
import { sourceTitle } from "./source_title.ts";

function titleOf(command: string, ...args: string[]): string {
  return sourceTitle({ kind: "command", socketId: "fresh", command, args });
}

Deno.test("sourceTitle() names the script that a runtime runs, by its last name alone", () => {
  strictEqual(
    titleOf("/opt/deno", "run", "-A", "--quiet", "/home/ann/planets.ts", "--socket", "s"),
    "planets.ts (started)",
  );
  strictEqual(titleOf("deno", "run", "--config=/a/b.ts", "file:///home/ann/planets.ts"), "planets.ts (started)");
  strictEqual(titleOf("C:\\bin\\python3.12.exe", "D:\\drivers\\orders.py"), "orders.py (started)");
});

Deno.test("sourceTitle() names the program where it runs no script, and none of its arguments", () => {
  strictEqual(titleOf("deno", "task", "driver"), "deno (started)");
  strictEqual(titleOf("/opt/drivers/planets", "--key", "secret.ts"), "planets (started)");
});

Deno.test("sourceTitle() names a driver that runs by its socket", () => {
  strictEqual(sourceTitle({ kind: "running", socketId: "planets.sock" }), "planets.sock");
  strictEqual(sourceTitle({ kind: "running", socketId: "/run/user/1000/planets.sock" }), "planets.sock");
});
