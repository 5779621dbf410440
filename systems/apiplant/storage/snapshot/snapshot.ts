/** Snapshots: the content of a model storage at a place of the log, as a compressed file of lines. */
import { sha256 } from "../../digest/sha256.ts";
import type { Seq } from "../../event/event.ts";
import { DENO_DISK } from "../file/deno_disk.ts";
import { withSystemErrors } from "../file/system_error.ts";
import { dumpRecord } from "../model/dump.ts";
import { type ModelStorage, StorageError } from "../roles.ts";

const NAME = /^(\d+)\.jsonl\.gz$/;
/** The ending of a snapshot that is being written. */
const UNFINISHED = ".unfinished";

/** A file of a snapshot. */
export interface Snapshot {
  /** The place of its content. */
  readonly seq: Seq;
  readonly path: string;
}

/**
 * Writes the content of a model storage to `<seq>.jsonl.gz` in a folder, which is made if it does not exist: beside it, synced
 * and renamed. The last line has the SHA-256 of the lines before it.
 *
 * @throws {StorageError} `exhausted` if the disk is full, `unavailable` if the folder cannot be used; nothing is left then.
 */
export function writeSnapshot(models: Pick<ModelStorage, "dump">, folder: string): Promise<Snapshot> {
  return withSystemErrors(folder, async () => {
    await DENO_DISK.makeFolder(folder);
    const beside = `${folder}/${crypto.randomUUID()}${UNFINISHED}`;
    try {
      const seq = await writeLines(models.dump(), beside), path = `${folder}/${seq}.jsonl.gz`;
      await Deno.rename(beside, path);
      await DENO_DISK.syncFolder(folder);
      return { seq, path };
    } catch (error) {
      await Deno.remove(beside).catch(() => {});
      throw error;
    }
  });
}

/** Removes what snapshots left that were not finished; none may be written meanwhile. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) if (name.endsWith(UNFINISHED)) await Deno.remove(`${folder}/${name}`);
}

/** Writes the lines of a dump and their digest, and returns their place. */
async function writeLines(dump: AsyncIterable<string>, path: string): Promise<Seq> {
  let seq: Seq | null = null;
  async function* lines(): AsyncGenerator<string> {
    const hash = await sha256();
    for await (const line of dump) {
      seq ??= placeOf(line).seq;
      hash.update(`${line}\n`);
      yield `${line}\n`;
    }
    yield `${JSON.stringify({ sha256: hash.digest("hex") })}\n`;
  }
  using file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  const compressed = ReadableStream.from(pieces(lines())).pipeThrough(new TextEncoderStream())
    .pipeThrough(new CompressionStream("gzip"));
  for await (const bytes of compressed) {
    for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
  }
  await file.syncData();
  return seq!;
}

/** Joins lines, as each piece of a stream costs more than its bytes. */
async function* pieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  for await (const line of lines) {
    piece += line;
    if (piece.length < 64 * 1024) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

function placeOf(line: string): { seq: Seq; logId: string } {
  const record = dumpRecord(line);
  if (record.kind !== "head") throw new StorageError("corrupt", "The first line of a snapshot is its head");
  return record;
}

/** The snapshots of a folder, the newest first. */
export async function listSnapshots(folder: string): Promise<Snapshot[]> {
  const snapshots = (await namesIn(folder)).flatMap((name) => {
    const digits = NAME.exec(name)?.[1];
    return digits === undefined ? [] : [{ seq: Number(digits), path: `${folder}/${name}` }];
  });
  return snapshots.sort((one, other) => other.seq - one.seq);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await DENO_DISK.list(folder);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/**
 * The lines of a snapshot without the last. They are known to be good when all of them were read.
 *
 * @throws {StorageError} `corrupt` at the end if the file is not what was written.
 */
export async function* readSnapshot(path: string): AsyncGenerator<string> {
  const hash = await sha256();
  let rest = "";
  try {
    using file = await Deno.open(path);
    const texts = readable(file).pipeThrough(new DecompressionStream("gzip")).pipeThrough(new TextDecoderStream());
    for await (const text of texts) {
      // The last line of the file is not one of the content: what may be it waits.
      const lines = (rest + text).split("\n"), kept = lines.at(-1) === "" ? 2 : 1;
      rest = lines.splice(-kept).join("\n");
      if (lines.length === 0) continue;
      hash.update(`${lines.join("\n")}\n`);
      yield* lines;
    }
  } catch (error) {
    if (error instanceof StorageError || error instanceof Deno.errors.NotFound) throw error;
    throw damaged(path, error);
  }
  if (rest !== `{"sha256":"${hash.digest("hex")}"}\n`) throw damaged(path);
}

function damaged(path: string, cause?: unknown): StorageError {
  return new StorageError("corrupt", `The snapshot ${path} is damaged: use an older one, or the log`, { cause });
}

/** The bytes of a file that its opener closes. */
function readable(file: Deno.FsFile): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from((async function* () {
    while (true) {
      const bytes = new Uint8Array(64 * 1024);
      const count = await file.read(bytes);
      if (count === null) return;
      yield bytes.subarray(0, count);
    }
  })());
}

/** What a whole, good snapshot says of itself. Rejects with a `StorageError` of `corrupt`. */
export async function verifySnapshot(path: string): Promise<{ seq: Seq; logId: string }> {
  let place: { seq: Seq; logId: string } | null = null;
  for await (const line of readSnapshot(path)) place ??= placeOf(line);
  if (place === null) throw damaged(path);
  return place;
}
