import { deepStrictEqual, throws } from "node:assert/strict";
import { flagsFor, type PermissionQuery } from "./access.ts";

/** Grants these, by name and path or command. */
function granting(...granted: string[]): PermissionQuery {
  return ({ name, ...rest }) => {
    const of = Object.values(rest)[0];
    return { state: granted.includes(of === undefined ? name : `${name} ${of}`) ? "granted" : "prompt" };
  };
}

const RUN = `run ${Deno.execPath()}`;

Deno.test("flagsFor() gives the process only its file", () => {
  const file = { path: "/a b.db", isReadOnly: false };
  const granted = granting(RUN, "read /a b.db", "write /a b.db", "read /a,b.db");
  deepStrictEqual(flagsFor(file, granted), ["--allow-read=/a b.db", "--allow-write=/a b.db"]);
  deepStrictEqual(flagsFor({ ...file, isReadOnly: true }, granted), ["--allow-read=/a b.db"]);
  deepStrictEqual(flagsFor({ path: ":memory:", isReadOnly: false }, granting(RUN)), []);
});

Deno.test("flagsFor() gives the process all permissions of a driver with -A", () => {
  deepStrictEqual(flagsFor({ path: "/a.db", isReadOnly: false }, () => ({ state: "granted" })), ["--allow-all"]);
});

Deno.test("flagsFor() names the flags that the driver lacks", () => {
  throws(() => flagsFor({ path: "/a.db", isReadOnly: false }, granting("read /a.db")), {
    code: "Driver",
    message: "Cannot open /a.db: the driver may not do that; start it with --allow-write=/a.db " +
      `--allow-run=${Deno.execPath()}`,
  });
});

Deno.test("flagsFor() refuses a path with a comma, which would give the process all files", () => {
  const file = { path: "/data/a,b.db", isReadOnly: false };
  throws(() => flagsFor(file, granting(RUN, "read /data/a,b.db", "write /data/a,b.db")), {
    code: "Driver",
    message: "Cannot open /data/a,b.db: a path with a comma cannot be given to the database's process alone; " +
      "rename it, or start the driver with -A",
  });
  deepStrictEqual(flagsFor(file, () => ({ state: "granted" })), ["--allow-all"]);
});
