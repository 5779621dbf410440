import { match, strictEqual } from "node:assert/strict";
import { targetKey } from "./target_key.ts";

function started(socketId: string, folder: string, ...command: string[]): string {
  return targetKey({ kind: "command", socketId, command: command[0]!, args: command.slice(1) }, command, folder);
}

Deno.test("targetKey() is the same for the same command, whose socket is a new one each time", () => {
  const key = started("fresh-1", "/home/ann", "deno", "run", "planets.ts");
  match(key, /^[0-9a-f]{64}$/);
  strictEqual(started("fresh-2", "/home/ann", "deno", "run", "planets.ts"), key);
});

Deno.test("targetKey() tells targets apart that have one title: files of one name, sockets and services of one name", () => {
  const keys = [
    started("fresh", "/home/ann", "deno", "run", "planets.ts"),
    started("fresh", "/home/ann/old", "deno", "run", "planets.ts"),
    started("fresh", "/home/ann", "deno", "run", "old/planets.ts"),
    started("fresh", "/home/ann", "deno", "run", "planets.ts", "orders.db"),
    started("fresh", "/home/ann", "deno", "run planets.ts"),
    targetKey({ kind: "running", socketId: "planets.sock" }, null, "/home/ann"),
    targetKey({ kind: "running", socketId: "/run/ann/planets.sock" }, null, "/home/ann"),
    targetKey({ kind: "service", socketId: "planets.sock", config: null }, null, "/home/ann"),
    targetKey({ kind: "service", socketId: "planets.sock", config: "config.json" }, null, "/home/ann"),
    targetKey({ kind: "service", socketId: "planets.sock", config: "config.json" }, null, "/home/bob"),
    targetKey({ kind: "mock", socketId: "fresh", command: "deno", args: [] }, null, "/home/ann"),
  ];
  strictEqual(new Set(keys).size, keys.length);
  strictEqual(
    targetKey({ kind: "service", socketId: "planets.sock", config: "/home/ann/config.json" }, null, "/home/bob"),
    keys[8],
  );
});
