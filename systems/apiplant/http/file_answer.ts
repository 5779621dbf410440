/** Answers with the bytes of a file: all, a range of them, or none that the client has already. */
import type { Answer } from "./answer.ts";
import { isKnown } from "./conditions.ts";

/** What is known of a file. */
export interface FileFacts {
  /** In bytes. */
  readonly size: number;
  /** Its strong entity tag. */
  readonly tag: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The status of an answer with all bytes. Only with 200, parts can be asked for. */
  readonly status: number;
}

/** The answer to GET or HEAD with a file, which it closes. */
export async function fileAnswer(
  request: Request,
  file: Deno.FsFile,
  { size, tag, headers: own, status }: FileFacts,
): Promise<Answer> {
  const headers = { ...own, etag: tag, "accept-ranges": "bytes" };
  if (status === 200 && isKnown(request.headers, tag)) {
    file.close();
    return { status: 304, body: null, headers };
  }
  const ifRange = request.headers.get("if-range");
  const wanted = status !== 200 || ifRange !== null && ifRange !== tag
    ? null
    : rangeOf(request.headers.get("range"), size);
  if (wanted === "unsatisfiable") {
    file.close();
    return { status: 416, body: null, headers: { ...headers, "content-range": `bytes */${size}` } };
  }
  const { start, end } = wanted ?? { start: 0, end: size - 1 }, length = end - start + 1;
  const partial: Record<string, string> = wanted === null ? {} : { "content-range": `bytes ${start}-${end}/${size}` };
  const all = { ...headers, ...partial, "content-length": String(length) };
  if (request.method === "HEAD" || length === 0) {
    file.close();
    return { status: wanted === null ? status : 206, body: null, headers: all };
  }
  await file.seek(start, Deno.SeekMode.Start);
  return { status: wanted === null ? status : 206, body: file.readable.pipeThrough(firstBytes(length)), headers: all };
}

/** The one range of a header; `null` for several, for other units and for what is no range: then the whole file is sent. */
function rangeOf(header: string | null, size: number): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (match === null || match[1] === "" && match[2] === "") return null;
  if (match[1] === "") {
    const length = Math.min(Number(match[2]), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(match[1]), end = match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== "" && Number(match[2]) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}

/** Lets a number of bytes through, and ends. */
function firstBytes(length: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = length;
  return new TransformStream({
    transform(chunk, controller) {
      if (chunk.length > 0) controller.enqueue(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left === 0) controller.terminate();
    },
  });
}
