import { deepEqual } from "node:assert/strict";
import { abstractNames } from "./listening.ts";
import { socketNameFindings } from "./socket_name.ts";

function severities(name: string): string[] {
  return socketNameFindings(name, true, "linux").map(({ id, severity }) => `${severity} ${id}`);
}

Deno.test("socketNameFindings() distinguishes names that are too long here from those that are on other systems", () => {
  deepEqual(severities("notes.sock"), ["ok socket-name"]);
  deepEqual(severities("x".repeat(82)), ["ok socket-name"]);
  deepEqual(severities("x".repeat(83)), ["warning socket-name"]);
  deepEqual(severities("x".repeat(108)), ["error socket-name", "warning socket-name"]);
  deepEqual(severities("my notes"), ["warning socket-name-characters"]);
});

Deno.test("abstractNames() has the abstract sockets that listen, each once", () => {
  const table = [
    "Num       RefCount Protocol Flags    Type St Inode Path",
    "0000000000000000: 00000002 00000000 00010000 0001 01 11 @b.sock",
    "0000000000000000: 00000002 00000000 00010000 0001 01 12 @a.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03 13 @b.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03 14 @connected.sock",
    "0000000000000000: 00000002 00000000 00010000 0001 01 15 /run/file.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03 16",
  ];
  deepEqual(abstractNames(table.join("\n")), ["a.sock", "b.sock"]);
});
