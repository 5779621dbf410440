import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { FreshClone } from "./fresh_clone.ts";
import { FetchTrap } from "./no_network.ts";

/** The processes that run a program of a folder, or run in it. */
async function processesOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = (await Deno.readTextFile(`/proc/${name}/cmdline`)).replaceAll("\0", " ");
      if (command.includes(folder) || (await Deno.readLink(`/proc/${name}/cwd`)).startsWith(folder)) {
        found.push(command);
      }
    } catch (error) {
      // Processes may end meanwhile, and those of other users are unreadable.
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied)) throw error;
    }
  }
  return found;
}

/** The files below a folder, or an empty list if it does not exist. */
async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    const paths = entries.map(({ name, isDirectory }) => [`${folder}/${name}`, isDirectory] as const);
    return (await Promise.all(paths.map(([path, isFolder]) => isFolder ? filesBelow(path) : [path]))).flat();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

Deno.test({
  name: "deno task probe works in a fresh clone without home and network, downloads nothing and leaves nothing behind",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using clone = await FreshClone.make();
    await using trap = new FetchTrap();
    const environment = trap.environment(clone.home);
    const probe = new Deno.Command(Deno.execPath(), {
      args: ["task", "probe"],
      cwd: clone.path,
      clearEnv: true,
      env: environment,
      stdin: "null",
    });
    const { code, stdout, stderr } = await probe.output();
    const output = new TextDecoder().decode(stdout);
    strictEqual(code, 0, output + new TextDecoder().decode(stderr));
    match(output, /^ok +query .*: 4 rows$/m);

    deepStrictEqual(trap.fetches, []);
    for (const kept of ["npm", "remote"]) {
      deepStrictEqual(await filesBelow(`${environment.DENO_DIR}/${kept}`), []);
    }
    strictEqual(await clone.changes(), "");
    deepStrictEqual(await processesOf(clone.path), []);
    const socket = / on socket (\S+)$/m.exec(output)?.[1];
    ok(socket !== undefined, output);
    ok(!(await Deno.readTextFile("/proc/net/unix")).includes(socket));
  },
});
