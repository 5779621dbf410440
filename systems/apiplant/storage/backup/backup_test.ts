import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { draftsOf } from "../conformance/event_storage.ts";
import { FileStore } from "../../files/file_store.ts";
import { FileEventStorage } from "../file/event_storage.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { StorageError } from "../roles.ts";
import { writeSnapshot } from "../snapshot/snapshot.ts";
import { backup } from "./backup.ts";
import { restore } from "./restore.ts";
import { readTar, writeTar } from "./tar.ts";

const code = (expected: string) => (error: unknown) => error instanceof StorageError && error.code === expected;

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(await Array.fromAsync(stream, (piece) => piece.slice())).arrayBuffer());
}

/** Pieces whose division has nothing to do with blocks. */
async function* inPieces(bytes: Uint8Array, size = 777): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A folder with a log of 30 entries in several segments, and a snapshot at 10. */
async function saved(onlyBehindSnapshot: boolean): Promise<{ folder: string; archive: Uint8Array; logId: string }> {
  const folder = await Deno.makeTempDir();
  const log = await FileEventStorage.open({ folder: `${folder}/events`, segmentBytes: 600 });
  for (let head = 0; head < 30; head += 3) await log.append(head, draftsOf(3, `e${head}`));
  await log.setRegister("post/a", "29", 0);
  const models = new MemoryModelStorage();
  await models.load(inLines([`{"seq":10,"logId":"${log.info().logId}","v":1}`]));
  const snapshot = await writeSnapshot(models, `${folder}/snapshots`);
  const files = new FileStore(`${folder}/files`), upload = { name: "a", type: "text/plain", actor: "anonymous" };
  await files.save(ReadableStream.from([new TextEncoder().encode("kept")]), upload, 100, new AbortController().signal);
  await Deno.writeTextFile(`${files.folder}/x.part`, "half an upload");
  const stream = backup(log, { snapshot, onlyBehindSnapshot, files: files.folder, now: 0 });
  // The log goes on meanwhile.
  const reading = bytesOf(stream);
  await log.append(30, draftsOf(5, "later"));
  const archive = await reading;
  const { logId } = log.info();
  await log[Symbol.asyncDispose]();
  return { folder, archive, logId };
}

async function* inLines(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

for (const onlyBehindSnapshot of [false, true]) {
  Deno.test(`backup() of ${onlyBehindSnapshot ? "the end of a log" : "a log"} is restored with its id, entries and registers`, async () => {
    const { folder, archive, logId } = await saved(onlyBehindSnapshot);
    const target = `${folder}/restored`;
    const manifest = await restore(inPieces(archive), target);
    deepStrictEqual([manifest.logId, manifest.snapshot, manifest.at], [logId, 10, "1970-01-01T00:00:00.000Z"]);
    equal(manifest.first > 1, onlyBehindSnapshot);
    ok(manifest.first <= 11);
    deepStrictEqual((await Array.fromAsync(Deno.readDir(target), ({ name }) => name)).sort(), [
      "events",
      "files",
      "snapshots",
    ]);
    const files = await Array.fromAsync(Deno.readDir(`${target}/files`), ({ name }) => name);
    const document = files.find((name) => name.endsWith(".json"))!;
    equal(files.length, 2);
    const restored = new FileStore(`${target}/files`), stored = await restored.find(document.slice(0, -".json".length));
    equal(await new Response((await restored.open(stored!.value))!.readable).text(), "kept");
    const log = await FileEventStorage.open({ folder: `${target}/events` });
    const { first, head } = log.info();
    deepStrictEqual([first, head], [manifest.first, manifest.head]);
    ok(head === 30 || head === 35);
    equal((await log.read(30, 1)).entries[0]!.id, "e27-2");
    deepStrictEqual(log.getRegister("post/a"), { value: "29", version: 1 });
    equal((await log.append(head, draftsOf(1, "next"))).ok, true);
    await log[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
  });
}

Deno.test("restore() refuses a folder with events, and what is not a whole backup, and leaves the folder as it was", async () => {
  const { folder, archive } = await saved(false);
  await rejects(restore(inPieces(archive), folder), code("conflict"));
  const target = `${folder}/restored`;
  const names = () => Array.fromAsync(Deno.readDir(target), ({ name }) => name);
  for (const length of [0, 100, 700, 5_000, archive.length - 1_500]) {
    await rejects(restore(inPieces(archive.subarray(0, length)), target), code("corrupt"), `${length} bytes`);
    deepStrictEqual(await names(), []);
  }
  for (let at = 300; at < archive.length - 1_024; at += 501) {
    const changed = archive.slice();
    changed[at]! ^= 1;
    const result = await restore(inPieces(changed), target).catch((error) => error);
    // Padding behind a file and the manifest's own time change nothing that counts.
    if (!(result instanceof Error)) {
      deepStrictEqual(result.files.length > 0, true);
      await Deno.remove(target, { recursive: true });
      await Deno.mkdir(target);
    } else ok(code("corrupt")(result), String(result));
    deepStrictEqual(await names(), []);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("restore() refuses names that lead out of the folder", async () => {
  const folder = await Deno.makeTempDir();
  const bytes = new TextEncoder().encode("x");
  for (const name of ["../evil", "/etc/evil", "events/../../evil", "config.toml", "events/x.log"]) {
    const file = { name, size: 1, bytes: inPieces(bytes) };
    await rejects(
      restore(
        writeTar((async function* () {
          yield file;
        })()),
        folder,
      ),
      /is not one of its own/,
    );
  }
  deepStrictEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeTar() writes what readTar() and tar read", async () => {
  const contents: Record<string, Uint8Array> = {
    "a.txt": new TextEncoder().encode("hello"),
    empty: new Uint8Array(),
    "folder/block": new Uint8Array(512).fill(65),
  };
  async function* files() {
    for (const [name, content] of Object.entries(contents)) {
      yield { name, size: content.length, bytes: inPieces(content, 3) };
    }
  }
  const archive = await bytesOf(writeTar(files()));
  const read: Record<string, Uint8Array> = {};
  await readTar(inPieces(archive, 100), async ({ name, bytes }) => {
    read[name] = await bytesOf(bytes);
  });
  deepStrictEqual(read, contents);
  const tar = new Deno.Command("tar", { args: ["-tf", "-"], stdin: "piped", stdout: "piped", stderr: "null" }).spawn();
  const writer = tar.stdin.getWriter();
  await writer.write(archive.slice());
  await writer.close();
  equal(new TextDecoder().decode((await tar.output()).stdout), "a.txt\nempty\nfolder/block\n");
});
