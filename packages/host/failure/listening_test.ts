import { deepEqual, equal } from "node:assert/strict";
import { listen } from "jsr:@fluxwire/wire@^0.1.0/transport";
import { listeningPlaces, placesOf, processesOfGroup } from "./listening.ts";

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
70 (driver) S 1 70 70 0 -1
71 (worker) 1) S 70 70 70 0 -1
72 (other) S 1 72 72 0 -1
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

Deno.test("processesOfGroup() finds them, whatever their names are", () => {
  deepEqual(processesOfGroup(TABLES, 70), ["70", "71"]);
  deepEqual(processesOfGroup(TABLES, 7), []);
});

Deno.test("listeningPlaces() finds nothing of a group that is not there", async () => {
  const listener = await listen(`fluxwire-test-${crypto.randomUUID()}`);
  deepEqual(await listeningPlaces(2 ** 30), []);
  listener.close();
});

Deno.test({
  name: "listeningPlaces() is empty, and asks for nothing, where no program may be run",
  permissions: { run: false },
  fn: async () => equal((await listeningPlaces(1)).length, 0),
});
