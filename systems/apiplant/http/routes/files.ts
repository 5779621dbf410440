/** Files: uploads and downloads. */
import { notAllowed } from "../../auth/permit.ts";
import { Refusal } from "../../commit/refusal.ts";
import { tooLarge } from "../../files/file_store.ts";
import { fileName, fileType, type FileValue } from "../../files/stored_file.ts";
import { shortened } from "../../model/validate.ts";
import { type Answer, json } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { mayReadFile, mayUpload } from "../file_access.ts";
import { fileAnswer } from "../file_answer.ts";
import type { Route } from "../route.ts";

/** Types that browsers show without running anything in them. All others are saved. */
const SHOWN: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "video/mp4",
  "video/webm",
  "text/plain",
]);

/** Keeps the body. Its name is a parameter, its type the content-type. */
async function upload(exchange: Exchange): Promise<Answer> {
  const { server, request, headers, signal, actor, caller } = exchange, { maxSize, types } = server.config.files;
  if (!mayUpload(server, caller)) throw notAllowed(caller, "upload");
  const type = fileType(headers.get("content-type"), types), name = fileName(exchange.parameter("name"));
  const length = Number(headers.get("content-length") ?? 0);
  if (length > maxSize) throw tooLarge(maxSize);
  const bytes = request.body as ReadableStream<Uint8Array<ArrayBuffer>> | null;
  const value = await server.files.store.save(bytes, { name, type, actor }, maxSize, signal);
  return json(value, 201, { location: `${server.config.server.mountPath}/files/${value.id}` });
}

async function download(exchange: Exchange): Promise<Answer> {
  const { server, request, params, caller } = exchange, id = params.file!;
  const stored = await server.files.store.find(id);
  if (stored === null || !await mayReadFile(server, caller, stored)) throw missing(id);
  const bytes = await server.files.store.open(stored.value);
  if (bytes === null) throw missing(id);
  const { size, sha256 } = stored.value;
  const headers = downloadHeaders(stored.value, exchange.flag("download"));
  return await fileAnswer(request, bytes, { size, tag: `"${sha256}"`, headers, status: 200 });
}

/** The headers with which no browser runs what clients have uploaded. */
function downloadHeaders({ name, type }: FileValue, isSaved: boolean): Record<string, string> {
  const plain = name.replaceAll(/[^ -~]|["%\\]/g, "_"), exact = encodeURIComponent(name).replaceAll(/['()*]/g, escaped);
  const disposition = isSaved || !SHOWN.has(type) ? "attachment" : "inline";
  return {
    "content-type": type,
    "content-disposition": `${disposition}; filename="${plain}"; filename*=UTF-8''${exact}`,
    "content-security-policy": "default-src 'none'; sandbox",
    // The bytes of an id never change; who may read them does.
    "cache-control": "private, no-cache",
  };
}

/** What encodeURIComponent leaves, and a header must not have (RFC 8187). */
function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function missing(id: string): Refusal {
  return new Refusal("not_found", `There is no file ${shortened(id)}`, { id: shortened(id) });
}

/** These routes. */
export const FILE_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/files",
    name: "upload",
    summary: "Keep the body as a file: the answer is the value of a field of type File",
    query: ["name"],
    body: "bytes",
    answers: { 201: "file" },
    refusals: ["media_type"],
    access: "user",
    handle: upload,
  },
  {
    method: "GET",
    path: "/files/:file",
    name: "download",
    summary: "The bytes of a file, or a range of them",
    query: ["download"],
    headers: ["if-none-match"],
    answers: { 200: "bytes", 206: "bytes", 304: null, 416: null },
    refusals: ["not_found"],
    access: "rules",
    handle: download,
  },
];
