/** Restores a backup into a data folder that has no log. */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { eraseAgain } from "../../personal/erased_register.ts";
import { FileEventStorage } from "../file/event_storage.ts";
import { StorageError } from "../roles.ts";
import { verifySnapshot } from "../snapshot/snapshot.ts";
import { type BackupFile, FILE_NAME, MANIFEST, type Manifest, parseManifest } from "./manifest.ts";
import { readTar, type TarFile } from "./tar.ts";

const FOLDERS = ["events", "snapshots", "files"];
const NAME = new RegExp(
  `^(events/(registers\\.json|\\d{20}\\.log)|snapshots/\\d+\\.jsonl\\.gz|files/${
    FILE_NAME.source.slice(1, -1)
  }|manifest\\.json)$`,
);

/**
 * Unpacks a backup beside, verifies every file, every line of the log and the snapshot, and puts it in place.
 *
 * The next start erases again what the log says is erased, before it serves.
 *
 * A restored log ends where the backup does. Model storages that are ahead of it, and other servers of it, would disagree with
 * it: they must start from it too.
 *
 * @param folder The data folder, absolute; made if it does not exist.
 * @throws {StorageError} `conflict` if the folder has events, snapshots or files; `corrupt` if the backup is not whole. The folder is
 * then as it was.
 */
export async function restore(archive: AsyncIterable<Uint8Array>, folder: string): Promise<Manifest> {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of FOLDERS) await refuseFilled(`${folder}/${name}`);
  const beside = await Deno.makeTempDir({ dir: folder, prefix: "restore-" });
  try {
    const manifest = await unpack(archive, beside);
    await verify(beside, manifest);
    for (const name of FOLDERS) {
      const exists = await Deno.stat(`${beside}/${name}`).then(() => true, () => false);
      if (exists) await Deno.rename(`${beside}/${name}`, `${folder}/${name}`);
    }
    return manifest;
  } catch (error) {
    if (error instanceof RangeError) throw new StorageError("corrupt", error.message, { cause: error });
    throw error;
  } finally {
    await Deno.remove(beside, { recursive: true });
  }
}

async function refuseFilled(path: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(path)) {
      throw new StorageError("conflict", `${path} has ${name} already`, {
        remedy: "restore into an empty data folder",
      });
    }
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function unpack(archive: AsyncIterable<Uint8Array>, beside: string): Promise<Manifest> {
  let manifest: Manifest | null = null;
  const files: BackupFile[] = [];
  await readTar(archive, async (file) => {
    if (!NAME.test(file.name)) {
      throw new StorageError("corrupt", `The backup has a file ${file.name}, which is not one of its own`);
    }
    if (file.name === MANIFEST) {
      const decoder = new TextDecoder();
      let text = "";
      for await (const piece of file.bytes) text += decoder.decode(piece, { stream: true });
      manifest = parseManifest(text);
    } else files.push(await store(file, `${beside}/${file.name}`));
  });
  if (manifest === null) throw new StorageError("corrupt", "The backup has no manifest: it is not whole");
  const texts = (list: readonly BackupFile[]) =>
    JSON.stringify(list.map(({ name, size, sha256 }) => [name, size, sha256]));
  if (texts(files) !== texts((manifest as Manifest).files)) {
    throw new StorageError("corrupt", "The files of the backup are not those of its manifest");
  }
  return manifest;
}

async function store({ name, size, bytes }: TarFile, path: string): Promise<BackupFile> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  using file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  const hash = createHash("sha256");
  for await (const piece of bytes) {
    hash.update(piece);
    for (let written = 0; written < piece.length;) written += await file.write(piece.subarray(written));
  }
  await file.syncData();
  const sha256 = hash.digest("hex"), kept = /^files\/([0-9a-f]{64})$/.exec(name)?.[1] ?? sha256;
  if (kept !== sha256) throw new StorageError("corrupt", `The backup's ${name} has other bytes than its name says`);
  return { name, size, sha256 };
}

/** Opens the log as a server would, with every line verified. */
async function verify(beside: string, manifest: Manifest): Promise<void> {
  const log = await FileEventStorage.open({ folder: `${beside}/events`, verify: "all" });
  const { logId, first, head } = log.info();
  // Secrets that are restored too may have keys that were deleted since: the next start deletes them again.
  await eraseAgain(log);
  await log[Symbol.asyncDispose]();
  if (logId !== manifest.logId || first !== manifest.first || head !== manifest.head) {
    throw new StorageError("corrupt", `The backup's log has the events ${first} to ${head}, not those of its manifest`);
  }
  if (manifest.snapshot === null) return;
  const place = await verifySnapshot(`${beside}/snapshots/${manifest.snapshot}.jsonl.gz`);
  if (place.logId !== logId || place.seq !== manifest.snapshot || place.seq > head || place.seq < first - 1) {
    throw new StorageError("corrupt", "The backup's snapshot does not belong to its log");
  }
}
