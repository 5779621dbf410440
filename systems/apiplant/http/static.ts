/** The files of the folder `public`. */
import { Refusal } from "../commit/refusal.ts";
import type { Answer } from "./answer.ts";
import { contentType } from "./content_types.ts";
import { fileAnswer } from "./file_answer.ts";

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
  const headers = { "content-type": contentType(path), etag: tag, "cache-control": "no-cache" };
  return await fileAnswer(request, file, { size: info.size, tag, headers, status });
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
