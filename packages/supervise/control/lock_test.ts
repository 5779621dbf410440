import { deepEqual, throws } from "node:assert/strict";
import { HostError } from "../host_error.ts";
import { HostLock } from "./lock.ts";

Deno.test("HostLock is held once, leaves no file, and a refused one leaves the file of its holder", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/a.lock`;
  const names = () => [...Deno.readDirSync(folder)].map(({ name }) => name);
  const isTaken = (error: unknown) => error instanceof HostError && error.code === "HostRunning";
  for (let turn = 0; turn < 2; turn++) {
    using _held = HostLock.take(path, "taken");
    throws(() => HostLock.take(path, "taken"), isTaken);
    deepEqual(names(), ["a.lock"]);
  }
  deepEqual(names(), []);
  Deno.removeSync(folder);
});

Deno.test("HostLock is not fooled by a file that its holder has removed while another host had it open", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/a.lock`;
  const first = HostLock.take(path, "taken");
  const openSync = Deno.openSync;
  let turns = 0;
  try {
    Deno.openSync = (...args) => {
      const file = openSync(...args);
      if (turns++ === 0) first[Symbol.dispose]();
      return file;
    };
    using _second = HostLock.take(path, "taken");
    throws(() => HostLock.take(path, "taken"), /taken/);
  } finally {
    Deno.openSync = openSync;
  }
  deepEqual(turns, 3);
  Deno.removeSync(folder);
});
