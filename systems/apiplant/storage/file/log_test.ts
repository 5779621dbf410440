import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { draftsOf } from "../conformance/event_storage.ts";
import { StorageError } from "../roles.ts";
import { DENO_DISK } from "./deno_disk.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { FileEventStorage, type FileLogOptions } from "./event_storage.ts";
import { encodeLine } from "./line.ts";
import { verifyLog } from "./verify_log.ts";

/** A folder with a closed log of 20 entries, two in a line, and the paths of its segments. */
async function closedLog(options: Partial<FileLogOptions> = {}): Promise<{ folder: string; segments: string[] }> {
  const folder = await Deno.makeTempDir();
  const log = await FileEventStorage.open({ folder, ...options });
  for (let head = 0; head < 20; head += 2) await log.append(head, draftsOf(2, `e${head}`));
  await log[Symbol.asyncDispose]();
  return { folder, segments: await segmentsOf(folder) };
}

async function segmentsOf(folder: string): Promise<string[]> {
  return (await DENO_DISK.list(folder)).filter((name) => /^\d/.test(name)).map((name) => `${folder}/${name}`);
}

const remove = (folder: string) => Deno.remove(folder, { recursive: true });
const code = (expected: string, text: RegExp) => (error: unknown) =>
  error instanceof StorageError && error.code === expected && text.test(error.message);

async function flip(path: string, offset: number): Promise<void> {
  const bytes = await Deno.readFile(path);
  bytes[offset]! ^= 1;
  await Deno.writeFile(path, bytes);
}

Deno.test("FileEventStorage.open() refuses a folder that is open", async () => {
  const folder = await Deno.makeTempDir();
  const log = await FileEventStorage.open({ folder });
  await rejects(FileEventStorage.open({ folder }), code("conflict", /Another process has the log/));
  await rejects(verifyLog(folder), code("conflict", /A server has the log/));
  await log[Symbol.asyncDispose]();
  await remove(folder);
});

Deno.test("FileEventStorage.open() cuts a torn tail, keeps it in log.torn, and says so once", async () => {
  const { folder, segments: [path] } = await closedLog();
  const size = (await Deno.stat(path!)).size;
  const torn = encodeLine(size, `[${draftsOf(1)[0]!.json}]`).subarray(0, -5);
  await Deno.writeFile(path!, torn, { append: true });
  deepStrictEqual((await verifyLog(folder)).tornBytes, torn.length);
  const warnings: string[] = [];
  const log = await FileEventStorage.open({ folder, warn: (text) => warnings.push(text) });
  equal(log.info().head, 20);
  equal((await log.append(20, draftsOf(1, "next"))).ok, true);
  await log[Symbol.asyncDispose]();
  equal(warnings.length, 1);
  ok(warnings[0]!.includes(`${torn.length} bytes that were never synced`), warnings[0]);
  deepStrictEqual(await Deno.readFile(`${folder}/log.torn`), torn);
  const { head, tornBytes, segments } = await verifyLog(folder);
  deepStrictEqual([head, tornBytes, segments], [21, 0, 1]);
  await remove(folder);
});

Deno.test("FileEventStorage.open() names segment and offset of damage, and changes nothing", async () => {
  const { folder, segments: [path] } = await closedLog();
  const text = await Deno.readTextFile(path!),
    offset = new TextEncoder().encode(text.split("\n").slice(0, 4).join("\n")).length + 1;
  await flip(path!, offset + 30);
  const before = await Deno.readFile(path!);
  const named = code("corrupt", new RegExp(`segment 00000000000000000001\\.log at offset ${offset}: `));
  await rejects(FileEventStorage.open({ folder }), named);
  await rejects(verifyLog(folder), named);
  deepStrictEqual(await Deno.readFile(path!), before);
  await remove(folder);
});

Deno.test("FileEventStorage finds damage of an older segment when it is read, or at the start with verify = all", async () => {
  const { folder, segments } = await closedLog({ segmentBytes: 600 });
  ok(segments.length > 3);
  await flip(segments[1]!, 200);
  await rejects(FileEventStorage.open({ folder, verify: "all" }), code("corrupt", /The log is damaged/));
  const log = await FileEventStorage.open({ folder });
  const first = Number(/(\d{20})\.log/.exec(segments[1]!)![1]);
  equal((await log.read(1, 1)).entries.length, 1);
  await rejects(log.read(first, 100), code("corrupt", /The log is damaged/));
  await log[Symbol.asyncDispose]();
  await remove(folder);
});

Deno.test("FileEventStorage.open() refuses a missing segment, one of another log, and one of a newer version", async () => {
  const { folder, segments } = await closedLog({ segmentBytes: 600 });
  const other = await closedLog({ segmentBytes: 600 });
  await Deno.rename(segments[2]!, `${folder}/aside`);
  await rejects(FileEventStorage.open({ folder, verify: "all" }), code("corrupt", /segment \d{20}\.log is missing/));
  await Deno.copyFile(other.segments[2]!, segments[2]!);
  await rejects(FileEventStorage.open({ folder }), code("corrupt", /is of the log .*, not /));
  await Deno.rename(`${folder}/aside`, segments[2]!);
  await Deno.rename(segments.at(-1)!, `${folder}/aside`);
  await rejects(FileEventStorage.open({ folder }), code("corrupt", /is missing/));
  await Deno.rename(`${folder}/aside`, segments.at(-1)!);
  await Deno.writeFile(segments[0]!, encodeLine(0, '{"log":"x","first":1,"v":2}'));
  await rejects(FileEventStorage.open({ folder }), code("corrupt", /version 2, known is 1$/));
  await remove(folder);
  await remove(other.folder);
});

Deno.test("FileEventStorage goes on with a compaction that was interrupted", async () => {
  const { folder, segments } = await closedLog({ segmentBytes: 600 });
  let log = await FileEventStorage.open({ folder });
  await log.compact(11, false);
  const { first } = log.info();
  await log[Symbol.asyncDispose]();
  // As if the process had ended before the files were moved.
  const name = segments[0]!.slice(folder.length + 1);
  await Deno.rename(`${folder}/archive/${name}`, segments[0]!);
  log = await FileEventStorage.open({ folder, verify: "all" });
  equal(log.info().first, first);
  equal((await log.read(first, 1)).entries[0]!.seq, first);
  await rejects(log.read(1, 1), code("compacted", /the first is/));
  await log[Symbol.asyncDispose]();
  await remove(folder);
});

/** The disk of this machine, whose segments fail. */
function failingDisk(failing: { write: boolean; sync: boolean }): Disk {
  return {
    ...DENO_DISK,
    openWrite: async (path) => {
      const file = await DENO_DISK.openWrite(path);
      if (!/\d{20}\.log$/.test(path)) return file;
      const failingFile: DiskFile = {
        size: () => file.size(),
        read: (offset, length) => file.read(offset, length),
        truncate: (length) => file.truncate(length),
        close: () => file.close(),
        write: (offset, bytes) => {
          if (!failing.write) return file.write(offset, bytes);
          file.write(offset, bytes.subarray(0, bytes.length / 2));
          throw new Error("No space left on device (os error 28)");
        },
        sync: () => failing.sync ? Promise.reject(new Error("Input/output error")) : file.sync(),
      };
      return failingFile;
    },
  };
}

for (const fault of ["write", "sync"] as const) {
  Deno.test(`FileEventStorage takes no more entries after a failed ${fault}, until it is opened again`, async () => {
    const folder = await Deno.makeTempDir(), failing = { write: false, sync: false };
    const log = await FileEventStorage.open({ folder, disk: failingDisk(failing) });
    await log.append(0, draftsOf(2));
    failing[fault] = true;
    const message = fault === "write" ? /No space left on device .*; it takes no more entries/ : /Input\/output error/;
    const appends = [log.append(2, draftsOf(1, "a")), log.append(3, draftsOf(1, "b"))];
    for (const append of appends) await rejects(append, code("corrupt", message));
    failing[fault] = false;
    await rejects(log.append(2, draftsOf(1, "c")), code("corrupt", message));
    deepStrictEqual((await log.read(1, 10)).entries.length, 2);
    await log[Symbol.asyncDispose]();
    const again = await FileEventStorage.open({ folder });
    const { head } = again.info();
    // Each append that was not acknowledged is there whole, or not at all: half of the piece was the first of the two.
    equal(head, fault === "write" ? 3 : 4);
    equal((await again.append(head, draftsOf(1, "d"))).ok, true);
    await again[Symbol.asyncDispose]();
    await remove(folder);
  });
}

Deno.test("FileEventStorage reads back across segments, pages and restarts", async () => {
  const { folder } = await closedLog({ segmentBytes: 600 });
  const log = await FileEventStorage.open({ folder });
  for (const [from, max] of [[1, 100], [3, 2], [2, 1], [20, 5], [7, 100], [21, 1]] as const) {
    const ids: string[] = [];
    for (let next = from; next <= Math.min(20, from + max - 1);) {
      const { entries } = await log.read(next, from + max - next);
      ids.push(...entries.map(({ id }) => id));
      next += entries.length as 1;
    }
    const all = Array.from({ length: 20 }, (_, at) => `e${at - at % 2}-${at % 2}`);
    deepStrictEqual(ids, all.slice(from - 1, from - 1 + max));
  }
  await log[Symbol.asyncDispose]();
  await remove(folder);
});

Deno.test("FileEventStorage has what it acknowledged to a process that was killed", async () => {
  const folder = await Deno.makeTempDir();
  for (let round = 0; round < 3; round++) {
    const program = new URL("./testing/appending.ts", import.meta.url).pathname;
    const args = ["run", "-A", "--no-check", "--no-lock", program, folder];
    const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "inherit" }).spawn();
    let acknowledged = 0, lines = 0;
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const heads = text.split("\n").slice(0, -1).map(Number);
      acknowledged = Math.max(acknowledged, ...heads);
      const before = lines, enough = 100 + 37 * round;
      lines += heads.length;
      if (before < enough && lines >= enough) child.kill("SIGKILL");
    }
    await child.status;
    const { head } = await verifyLog(folder);
    ok(head >= acknowledged && acknowledged > 100, `${acknowledged} acknowledged, ${head} there`);
  }
  await remove(folder);
});
