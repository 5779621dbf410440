import { equal, rejects } from "node:assert/strict";
import { ConnectionError, listen, socketAddress } from "@fluxwire/transport";
import { foreignSockets, whyForeignFile } from "./foreign.ts";
import { OwnListener, type Shell } from "./own_listener.ts";
import { unixSockets } from "./unix_table.ts";

/** A fake table of sockets: name, inode and whether it listens. */
function table(...sockets: [name: string, inode: number, listens?: "listens"][]): string {
  const lines = sockets.map(([name, inode, listens]) =>
    `0000000000000000: 00000002 00000000 ${listens ? "00010000" : "00000000"} 0001 01 ${inode} ${name}`
  );
  return `Num       RefCount Protocol Flags    Type St Inode Path\n${lines.join("\n")}\n`;
}

/** A fake list of the open files of processes; those of `self` belong to user 1000. */
function files(...processes: [pid: number, uid: number, inodes: number[]][]): string {
  const line = (uid: number, target: string) => `lrwx------ 1 ${uid} ${uid} 64 Nov 29 18:40 3 -> ${target}`;
  const own = `/proc/self/fd:\ntotal 0\n${line(1000, "pipe:[1]")}\n`;
  return own +
    processes.map(([pid, uid, inodes]) =>
      `\n/proc/${pid}/fd:\ntotal 0\n${inodes.map((inode) => line(uid, `socket:[${inode}]`)).join("\n")}\n`
    ).join("");
}

/** The first reason; null if absent. */
function reasons(...args: Parameters<typeof foreignSockets>): string | null {
  return foreignSockets(...args)[0]?.why ?? null;
}

const PLANETS = socketAddress("planets.sock", "linux");
const OWN = [table(["@planets.sock", 7, "listens"]), files([42, 1000, [6, 7]])].join("");

Deno.test("foreignSockets() finds nothing if each socket of the name is open in a process of our user", () => {
  const cases: [string, string, string | null][] = [
    ["ours", OWN, null],
    ["ours, beside what root holds, too", OWN + files([1, 0, [7]]), null],
    ["a connection that has not been accepted", table(["@planets.sock", 0]) + OWN, null],
    ["one that another user has accepted on another name", table(["@other.sock", 9]) + OWN, null],
    [
      "a name with blanks at its end",
      OWN.replace("planets.sock", "planets.sock "),
      "no process that listens there can be seen",
    ],
    [
      "another user's",
      table(["@planets.sock", 7, "listens"]) + files([42, 1001, [7]]),
      "it is open in process 42 of user 1001, and you are user 1000",
    ],
    [
      "in no process that can be seen",
      table(["@planets.sock", 7, "listens"]) + files([42, 1000, [6]]),
      "no process of your user has it open",
    ],
    [
      "accepted by another user, who has left the name to us",
      table(["@planets.sock", 7, "listens"], ["@planets.sock", 8]) + files([42, 1000, [7]], [43, 1001, [8]]),
      "it is open in process 43 of user 1001, and you are user 1000",
    ],
    ["a file of that name", OWN.replace("@planets.sock", "planets.sock"), "no process that listens there can be seen"],
    [
      "a connection alone",
      table(["@planets.sock", 7]) + files([42, 1000, [7]]),
      "no process that listens there can be seen",
    ],
    ["no list of processes", table(["@planets.sock", 7, "listens"]), "the system does not tell whose it is"],
    ["nothing at all", "", "the system does not tell whose it is"],
  ];
  for (const [name, tables, expected] of cases) equal(reasons(PLANETS, tables), expected, name);
});

Deno.test("foreignSockets() knows a socket file by its path, blanks included", () => {
  const address = socketAddress("/run/a b.sock", "linux");
  equal(reasons(address, table(["/run/a b.sock", 7, "listens"]) + files([42, 1000, [7]])), null);
  equal(
    reasons(address, table(["/run/a b.sock", 7, "listens"]) + files([42, 0, [7]])),
    "it is open in process 42 of user 0, and you are user 1000",
  );
});

Deno.test("whyForeignFile() compares the owner of a socket's file with our user", () => {
  equal(whyForeignFile("501\nsrwxr-xr-x  1 501  20  0 Nov 29 18:40 /tmp/a.sock\n"), null);
  equal(
    whyForeignFile("501\nsrwxr-xr-x  1 502  20  0 Nov 29 18:40 /tmp/a.sock\n"),
    "its file belongs to user 502, and you are user 501",
  );
  for (const listing of ["", "501\n", "501\n-rw-r--r--  1 501  20  0 Nov 29 18:40 /tmp/a.sock\n"]) {
    equal(whyForeignFile(listing), "the system does not tell whose it is");
  }
});

Deno.test("OwnListener.require() looks at the likely processes first, and at all where those do not have it", async () => {
  const asked: string[][] = [];
  const shell = (first: string): Shell => (_script, args) => {
    asked.push([...args]);
    return Promise.resolve(args.length > 0 ? first : OWN);
  };
  await new OwnListener("planets.sock", { os: "linux", likely: [42], shell: shell(OWN) }).require();
  await new OwnListener("planets.sock", { os: "linux", likely: [41], shell: shell(files()) }).require();
  equal(JSON.stringify(asked), JSON.stringify([["42"], ["41"], []]));
});

Deno.test("OwnListener lists open files anew only when another socket listens on the name", async () => {
  const asked: string[] = [];
  let tables = OWN;
  const shell: Shell = (script) => {
    asked.push(script.includes("/fd") ? "files" : "names");
    return Promise.resolve(tables);
  };
  const listener = new OwnListener("planets.sock", { os: "linux", shell });
  await listener.require(listener.known);
  await listener.require(listener.known);
  tables = table(["@planets.sock", 8]) + OWN;
  await listener.require(listener.known);
  equal(asked.splice(0).join(), "files,names,names");

  const others = files([42, 1001, [8]]);
  for (
    const one of [
      table(["@planets.sock", 8, "listens"]),
      table(["@planets.sock", 7, "listens"], ["@planets.sock", 8, "listens"]),
      "",
    ]
  ) {
    tables = one + others;
    await rejects(listener.require(listener.known), { code: "SocketForeign" });
    equal(asked.splice(0).join(), "names,files,files");
  }
  tables = table(["@planets.sock", 9, "listens"]) + files([43, 1000, [9]]);
  await listener.require(listener.known);
  await listener.require(listener.known);
  equal(asked.splice(0).join(), "names,files,names");
});

Deno.test("OwnListener lists open files for a connection that is older than the look that found its listener", async () => {
  const asked: string[] = [];
  const listener = new OwnListener("planets.sock", {
    os: "linux",
    shell: (script) => Promise.resolve(asked.push(script)).then(() => OWN),
  });
  const before = listener.known;
  await listener.require(before);
  await listener.require(before);
  equal(asked.map((script) => script.includes("/fd")).join(), "true,true");
});

Deno.test("OwnListener lists open files at each connection to a socket's file, which can be replaced", async () => {
  const asked: string[] = [];
  const tables = table(["/run/a.sock", 7, "listens"]) + files([42, 1000, [7]]);
  const listener = new OwnListener("/run/a.sock", {
    os: "linux",
    shell: (script) => Promise.resolve(asked.push(script)).then(() => tables),
  });
  await listener.require(listener.known);
  await listener.require(listener.known);
  equal(asked.every((script) => script.includes("/fd")), true);
  equal(asked.length, 2);
});

Deno.test("OwnListener.require() looks twice before it refuses: a connection may be closed while the tables are read", async () => {
  const closing = table(["@planets.sock", 8]) + OWN;
  const looks = async (...tables: string[]) => {
    await new OwnListener("planets.sock", { os: "linux", shell: () => Promise.resolve(tables.shift()!) }).require();
    equal(tables.length, 0);
  };
  await looks(closing, OWN);
  await looks(closing, table(["@planets.sock", 9]) + OWN);
  await rejects(looks(closing, closing), { code: "SocketForeign" });
  await rejects(looks(closing, ""), { code: "SocketForeign" });
});

Deno.test("OwnListener.require() refuses what cannot be looked up, and leaves pipes to Windows", async () => {
  const silent = () => Promise.resolve(null);
  for (const os of ["linux", "darwin"] as const) {
    await rejects(new OwnListener("planets.sock", { os, shell: silent }).require(), {
      name: "ConnectionError",
      code: "SocketForeign",
      message: 'Cannot send a token or secret to socket "planets.sock": the system does not tell whose it is; ' +
        "stop what listens there, choose another name, or allow it by --any-owner",
    });
  }
  await new OwnListener("planets.sock", { os: "windows", shell: silent }).require();
});

Deno.test("OwnListener.require() finds this very process on the system's own tables", async () => {
  const name = `fluxwire test ${crypto.randomUUID()}`;
  const listener = await listen(name);
  try {
    await new OwnListener(name).require();
    await new OwnListener(name, { likely: [Deno.pid] }).require();
  } finally {
    listener.close();
  }
  // A program that another test starts just then has the socket, too, until it has become itself.
  let refusal: unknown = null;
  for (let look = 0; refusal === null && look < 1_000; look++) {
    refusal = await new OwnListener(name).require().then(() => null, (error) => error);
  }
  equal(refusal instanceof ConnectionError && refusal.code, "SocketForeign");
});

Deno.test({
  name: "OwnListener.require() names the permission that it needs",
  permissions: { run: false },
  fn: async () => {
    await rejects(new OwnListener("planets.sock").require(), { code: "PermissionMissing" });
  },
});

Deno.test("unixSockets() reads names with anything in them, and passes over other tables", () => {
  const [first, ...more] = unixSockets(table(["@a  b @c", 12, "listens"]) + "   0: 0100007F:1F90 00000000:0000 0A\n");
  equal(JSON.stringify(first), JSON.stringify({ name: "@a  b @c", inode: "12", isListening: true }));
  equal(more.length, 0);
});
