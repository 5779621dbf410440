/** Reading a document of an issuer. */
import { isTrustedUrl } from "../../config/network.ts";
import { isObject } from "../../json/equal.ts";
import type { JsonObject } from "../../json/json.ts";

/** How long an issuer has to answer, in milliseconds, and how many bytes its answer may have. */
const ISSUER_TIMEOUT_MS = 5_000;
const MAX_DOCUMENT_BYTES: number = 256 * 1024;

/** The object that an address answers. Rejects with an `Error` that names the address. */
export async function fetchJson(address: string): Promise<JsonObject> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !isTrustedUrl(url)) throw new Error(`${address} is not an https address, or one of this machine`);
  const response = await fetch(url, {
    headers: { accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS),
  });
  const text = await textOf(response, address);
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const value = parsed(text);
  if (!isObject(value)) throw new Error(`${address} does not answer a JSON object`);
  return value;
}

async function textOf(response: Response, address: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES) throw new Error(`${address} answers more than ${MAX_DOCUMENT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return await new Blob(chunks as Uint8Array<ArrayBuffer>[]).text();
}

function parsed(text: string): JsonObject | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
