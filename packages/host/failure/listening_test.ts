import { deepEqual, equal, ok } from "node:assert/strict";
import { listen } from "@fluxwire/transport";
import { listeningPlaces, placesOf } from "./listening.ts";

const TABLES = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 101 @planets.sock
0000000000000000: 00000002 00000000 00010000 0001 01 102 /tmp/with space.sock
0000000000000000: 00000003 00000000 00000000 0001 03 103 @connected.sock
0000000000000000: 00000002 00000000 00010000 0001 01 104
0000000000000000: 00000002 00000000 00010000 0001 01 999 @a-stranger's.sock
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 105 1 0000000000000000 100
   1: 0100007F:1F91 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 106 1 0000000000000000 20
   2: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 107 1 0
`;

Deno.test("placesOf() names the sockets of the given inodes that listen", () => {
  const inodes = new Set(["101", "102", "103", "104", "105", "106", "107"]);
  deepEqual(placesOf(TABLES, inodes), [
    'socket "planets.sock"',
    'socket "/tmp/with space.sock"',
    "a socket without a name",
    "TCP port 8080",
    "TCP port 80",
  ]);
});

Deno.test("listeningPlaces() finds where this very process listens", async () => {
  const name = `fluxwire-test-${crypto.randomUUID()}`;
  const listener = await listen(name);
  ok((await listeningPlaces([{ pid: Deno.pid }])).includes(`socket "${name}"`));
  deepEqual(await listeningPlaces([{ pid: 2 ** 30 }]), []);
  deepEqual(await listeningPlaces([]), []);
  listener.close();
});

Deno.test({
  name: "listeningPlaces() is empty, and asks for nothing, where no program may be run",
  permissions: { run: false },
  fn: async () => equal((await listeningPlaces([{ pid: 1 }])).length, 0),
});
