/**
 * The methods of open files.
 *
 * @module
 */
import { DeviceError } from "../../device/device_error.ts";
import { call, type Method, type MethodContext } from "../../device/method.ts";
import { t } from "../../device/t.ts";
import type { FileStore } from "./file_store.ts";
import type { OpenFiles } from "./open_files.ts";

const SEEK = [Deno.SeekMode.Start, Deno.SeekMode.Current, Deno.SeekMode.End] as const;

/**
 * The methods.
 *
 * @param created Learns of each path that is written.
 */
export function fileMethods(
  store: FileStore,
  files: OpenFiles,
  created: (path: string) => void,
): Record<string, Method> {
  const fd = t.string().as("fd");
  return {
    open: call([t.string().as("path"), t.enum(["rb", "wb"]).as("mode")], async (path, mode) => {
      const handle = await files.add(mode, () => store.open(path, mode));
      if (mode === "wb") created(path);
      return handle;
    }, "Open a file"),
    file_read: call([fd, t.sink().as("dst")], async (fd, sink, { signal }) => {
      const { file } = readable(files, fd);
      await copied(file, sink, signal);
    }, "Read an open file from its position to its end"),
    file_write: call([fd, t.source().as("src")], async (fd, source, context) => {
      const { file, mode } = files.get(fd);
      if (mode !== "wb") throw new DeviceError("Failed", "the file was opened to be read");
      await written(file, source, context);
    }, "Write an open file at its position"),
    file_seek: call(
      [fd, t.integer().as("pos"), t.default(t.integer(), 0).as("whence")],
      async (fd, position, whence) => {
        const { file } = readable(files, fd), mode = SEEK[whence];
        if (mode === undefined) throw new DeviceError("InvalidArgument", "file_seek: argument 3 (whence) is 0, 1 or 2");
        return await file.seek(position, mode);
      },
      "Move the position of an open file",
    ),
    file_tell: call(
      [fd],
      (fd) => readable(files, fd).file.seek(0, Deno.SeekMode.Current),
      "Show the position of an open file",
    ),
    file_close: call([fd], (fd) => files.close(fd), "Close a file"),
    file_closed: call([fd], (fd) => !files.has(fd)),
    file_readable: call([fd], (fd) => files.get(fd).mode === "rb"),
    file_seekable: call([fd], (fd) => files.get(fd).mode === "rb"),
    file_writable: call([fd], (fd) => files.get(fd).mode === "wb"),
  };
}

function readable(files: OpenFiles, fd: string): { readonly file: Deno.FsFile } {
  const { file, mode } = files.get(fd);
  if (mode !== "rb") throw new DeviceError("Failed", "the file was opened to be written");
  return { file };
}

/** A file's own stream would close it at its end. */
async function copied(file: Deno.FsFile, sink: WritableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
  const writer = sink.getWriter();
  for (;;) {
    signal.throwIfAborted();
    const buffer = new Uint8Array(65_536), count = await file.read(buffer);
    if (count === null) break;
    await writer.write(buffer.subarray(0, count));
  }
  await writer.close();
}

async function written(
  file: Deno.FsFile,
  source: ReadableStream<Uint8Array>,
  { signal, progress }: MethodContext,
): Promise<void> {
  let done = 0;
  for await (const bytes of source) {
    signal.throwIfAborted();
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    progress(done += bytes.length);
  }
}
