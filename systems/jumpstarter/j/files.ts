/**
 * Files that are lent to a driver; `-` is stdin or stdout.
 *
 * @module
 */
import { type Output, UsageError } from "@fluxwire/command";
import { type Sink, sink, type Source, source } from "../client/resource.ts";
import type { Encoding } from "../wire/names.ts";

/**
 * A file that the driver reads.
 *
 * @throws {UsageError} If it cannot be opened.
 */
export async function sourceOf(path: string, encoding: Encoding | null = null): Promise<Source> {
  const bytes = path === "-" ? Deno.stdin.readable : (await opened(path, { read: true })).readable;
  return source(bytes, { encoding });
}

/** A file that the driver writes. */
export interface NewFile {
  /** Takes the bytes. */
  readonly sink: Sink;
  /** Gives the file its name: until then it stands beside, with `.part` behind its name. */
  keep(): Promise<void>;
  /** Removes what was written. */
  drop(): Promise<void>;
}

/**
 * A file that the driver writes; one of that name is replaced when all of it is there.
 *
 * @throws {UsageError} If it cannot be created.
 */
export async function newFile(path: string, output: Output, encoding: Encoding | null = null): Promise<NewFile> {
  if (path === "-") {
    const toStdout = sink(output.bytes(), { encoding });
    return { sink: toStdout, keep: () => Promise.resolve(), drop: () => Promise.resolve() };
  }
  const part = `${path}.part`;
  const file = await opened(part, { write: true, create: true, truncate: true });
  return {
    sink: sink(file.writable, { encoding }),
    keep: () => Deno.rename(part, path),
    drop: () => Deno.remove(part),
  };
}

async function opened(path: string, options: Deno.OpenOptions): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, options);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Cannot use file ${path}: ${text}`);
  }
}
