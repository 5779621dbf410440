/** The files of the folder `public`. */
import { Refusal } from "../commit/refusal.ts";
import type { Answer } from "./answer.ts";
import { isKnown } from "./conditions.ts";
import { contentType } from "./content_types.ts";

/** Serves a folder, if it exists: whole files and ranges, `index.html` of folders, `404.html`. */
export class StaticFiles {
  /** The folder's real path, which all served files lie under; `null` without a folder. */
  readonly #root: string | null;

  /** Serves this folder. */
  constructor(folder: string) {
    this.#root = realPathOf(folder);
  }

  /** The folder's page for a request that prefers HTML. */
  async index(request: Request): Promise<Answer | null> {
    if (!isRead(request) || !prefersHtml(request)) return null;
    return await this.#file(request, ["index.html"], 200);
  }

  /** The file at a path, or the folder's own page for what does not exist; `null` if it has neither. */
  async answer(request: Request, path: string): Promise<Answer | null> {
    if (this.#root === null) return null;
    const segments = path.split("/").slice(1).map(decodeURIComponent);
    if (segments.some((one) => /[\\\0/]/.test(one))) {
      throw new Refusal("malformed", "The path has an encoded slash, backslash or NUL in a segment", { path: true });
    }
    // What begins with a dot is not for readers: `..`, and files such as .env.
    if (segments.some((one) => one.startsWith("."))) return null;
    const found = await this.#file(
      request,
      segments.at(-1) === "" ? [...segments.slice(0, -1), "index.html"] : segments,
      200,
    );
    if (found !== null) {
      if (isRead(request)) return found;
      throw new Refusal("method", "A file can only be read: use GET or HEAD", { allowed: ["GET", "HEAD"] }, {
        allow: "GET, HEAD",
      });
    }
    return isRead(request) && prefersHtml(request) ? await this.#file(request, ["404.html"], 404) : null;
  }

  async #file(request: Request, segments: readonly string[], status: number): Promise<Answer | null> {
    if (this.#root === null || segments.includes("")) return null;
    const path = await realPath([this.#root, ...segments].join("/"));
    if (path === null || !path.startsWith(`${this.#root}/`)) return null;
    let file;
    try {
      file = await Deno.open(path);
      const info = await file.stat();
      if (info.isFile) return read(request, file, info, path, status);
      file.close();
      return null;
    } catch (error) {
      file?.close();
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) return null;
      throw error;
    }
  }
}

/** The answer with a file, which it closes. */
async function read(
  request: Request,
  file: Deno.FsFile,
  info: Deno.FileInfo,
  path: string,
  status: number,
): Promise<Answer> {
  const tag = `"${info.size.toString(16)}-${(info.mtime?.getTime() ?? 0).toString(16)}"`;
  const headers = {
    "content-type": contentType(path),
    etag: tag,
    "accept-ranges": "bytes",
    "cache-control": "no-cache",
  };
  if (status === 200 && isKnown(request.headers, tag)) {
    file.close();
    return { status: 304, body: null, headers };
  }
  const ifRange = request.headers.get("if-range");
  const wanted = status !== 200 || ifRange !== null && ifRange !== tag
    ? null
    : rangeOf(request.headers.get("range"), info.size);
  if (wanted === "unsatisfiable") {
    file.close();
    return { status: 416, body: null, headers: { ...headers, "content-range": `bytes */${info.size}` } };
  }
  const { start, end } = wanted ?? { start: 0, end: info.size - 1 }, length = end - start + 1;
  const partial: Record<string, string> = wanted === null
    ? {}
    : { "content-range": `bytes ${start}-${end}/${info.size}` };
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

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

function prefersHtml(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("text/html");
}

/** The folder without links; `null` if it does not exist. */
function realPathOf(folder: string): string | null {
  try {
    return Deno.realPathSync(folder);
  } catch (error) {
    if (leadsNowhere(error)) return null;
    throw error;
  }
}

/** The path without links; `null` if it leads to nothing. */
async function realPath(path: string): Promise<string | null> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (leadsNowhere(error)) return null;
    throw error;
  }
}

function leadsNowhere(error: unknown): boolean {
  const { errors } = Deno;
  return [errors.NotFound, errors.NotADirectory, errors.PermissionDenied, errors.FilesystemLoop, errors.InvalidData]
    .some((one) => error instanceof one) || error instanceof TypeError;
}
