/**
 * What a command left on this machine: files in its own folders, processes with its home in their environment, and
 * their listening sockets. Processes and sockets are found on Linux only.
 *
 * @module
 */

/** Every file and folder below a folder, as paths relative to it, sorted. */
export async function filesBelow(folder: string, prefix = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${prefix}`)) {
    const path = prefix === "" ? name : `${prefix}/${name}`;
    paths.push(path);
    if (isDirectory) paths.push(...await filesBelow(folder, path));
  }
  return paths.sort();
}

/** The processes whose environment names this folder as its home; only Linux shows them. */
export async function pidsAtHome(home: string): Promise<number[]> {
  if (Deno.build.os !== "linux") return [];
  const found: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === Deno.pid) continue;
    if ((await read(`/proc/${name}/environ`)).split("\0").includes(`HOME=${home}`)) found.push(Number(name));
  }
  return found;
}

/** `process PID COMMAND` for each of those processes, then its sockets. */
export async function processesAtHome(home: string): Promise<string[]> {
  const found: string[] = [];
  const listening = await listeningSockets();
  for (const pid of await pidsAtHome(home)) {
    const command = (await read(`/proc/${pid}/cmdline`)).split("\0").join(" ").trim();
    found.push(`process ${pid} ${command}`);
    for (const inode of await socketsOf(pid)) {
      if (listening.has(inode)) found.push(`socket ${listening.get(inode)}`);
    }
  }
  return found;
}

/** The names of all listening Unix sockets by their inodes, abstract ones with a leading `@`. */
async function listeningSockets(): Promise<Map<string, string>> {
  const rows = (await read("/proc/net/unix")).trimEnd().split("\n").slice(1).map((line) => line.trim().split(/\s+/));
  const listening = rows.filter(([, , , flags]) => flags === "00010000");
  return new Map(listening.map((fields) => [fields[6]!, fields.slice(7).join(" ")]));
}

/** The inodes of a process's open sockets. */
async function socketsOf(pid: number): Promise<string[]> {
  const inodes: string[] = [];
  try {
    for await (const { name } of Deno.readDir(`/proc/${pid}/fd`)) {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(await Deno.readLink(`/proc/${pid}/fd/${name}`)) ?? [];
      if (inode !== undefined) inodes.push(inode);
    }
  } catch {
    // The process has ended meanwhile, and its sockets with it.
  }
  return inodes;
}

/** The text of a file; empty if it is gone or belongs to another user. */
async function read(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    return "";
  }
}
