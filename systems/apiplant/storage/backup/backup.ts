/** Backups: the log, its registers and a snapshot as one archive. Secrets are not in it. */
import { sha256 } from "../../digest/sha256.ts";
import type { FileEventStorage } from "../file/event_storage.ts";
import { DENO_DISK } from "../file/deno_disk.ts";
import { StorageError } from "../roles.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { type BackupFile, FILE_NAME, MANIFEST, type Manifest } from "./manifest.ts";
import { type TarFile, writeTar } from "./tar.ts";

const PIECE = 256 * 1024;

/** What goes into a backup. */
export interface BackupOptions {
  /** The snapshot that a restored server starts from; without it, it replays the log. */
  readonly snapshot: Snapshot | null;
  /** Whether segments with events before the snapshot alone are left out: history then starts there. */
  readonly onlyBehindSnapshot: boolean;
  /** The folder of the files that instances have; `null` if none are kept. */
  readonly files: string | null;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/**
 * The bytes of a backup, a tar archive, of a log that is open and goes on: it has the events up to the call's head. The
 * snapshot must be of this log.
 */
export function backup(log: FileEventStorage, options: BackupOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(writeTar(filesOf(log, options)));
}

async function* filesOf(log: FileEventStorage, options: BackupOptions): AsyncGenerator<TarFile> {
  const { snapshot, onlyBehindSnapshot, files, now } = options;
  const { logId } = log.info();
  const done: BackupFile[] = [];
  // The registers first: a cursor must not be ahead of the log that is restored with it.
  yield* file("events/registers.json", `${log.folder}/registers.json`, null, done);
  const { segments, head } = log.files();
  const from = snapshot === null || !onlyBehindSnapshot ? 1 : snapshot.seq + 1;
  const start = Math.max(0, segments.findLastIndex(({ first }) => first <= from));
  const kept = segments.slice(start);
  if (snapshot !== null) yield* file(`snapshots/${snapshot.seq}.jsonl.gz`, snapshot.path, null, done);
  for (const { name, length } of kept) yield* file(`events/${name}`, `${log.folder}/${name}`, length, done);
  // After the head was read: content comes before the event that has it.
  if (files !== null) {
    for (const name of await keptFiles(files)) yield* file(`files/${name}`, `${files}/${name}`, null, done);
  }
  const first = kept[0]!.first, at = new Date(now).toISOString();
  const manifest: Manifest = { v: 1, logId, first, head, snapshot: snapshot?.seq ?? null, at, files: done };
  const bytes = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  yield { name: MANIFEST, size: bytes.length, bytes: ReadableStream.from([bytes]) };
}

/** The names of whole files: documents, and bytes by their SHA-256. */
async function keptFiles(folder: string): Promise<string[]> {
  try {
    return (await DENO_DISK.list(folder)).filter((name) => FILE_NAME.test(name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** A file of the archive, if it exists: the first `length` bytes of it, or all. */
async function* file(name: string, path: string, length: number | null, done: BackupFile[]): AsyncGenerator<TarFile> {
  const opened = await DENO_DISK.openRead(path);
  if (opened === null) {
    if (length === null) return;
    throw new StorageError("unavailable", `${path} was moved away while it was saved: start the backup again`);
  }
  try {
    const size = length ?? await opened.size();
    const hash = await sha256();
    const bytes = (async function* () {
      for (let at = 0; at < size;) {
        const piece = await opened.read(at, Math.min(PIECE, size - at));
        if (piece.length === 0) return;
        hash.update(piece);
        at += piece.length;
        yield piece;
      }
    })();
    yield { name, size, bytes };
    done.push({ name, size, sha256: hash.digest("hex") });
  } finally {
    opened.close();
  }
}
