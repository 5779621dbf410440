/** Looks through all files of a disk for values of personal fields: as they are, and as the keys that are there make them readable. */
import { parseExact } from "../../json/parse.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { type Envelope, isEnvelope } from "../../personal/envelope.ts";
import { openValue } from "../../personal/sealing.ts";
import { decodeLine } from "../../storage/file/line.ts";
import { aesKey } from "../../storage/secure/private_key.ts";

/** Files by their paths. */
export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const SECRET = /\/subject%2F([^%]+)%2F([^%]+)%2F([^%]+)\.secret$/;
/** An encrypted value has no braces inside. */
const ENVELOPE = /\{"\$enc":1,[^{}]*\}/g;

const decoder = new TextDecoder("latin1");

/** The paths of files that have a value: as it is, or in base64 at any offset. */
export function filesWith(files: Files, value: string): string[] {
  // The first and the last characters of base64 depend on what stands beside the value.
  const encoded = ["", "x", "xx"].map((pad) => new TextEncoder().encode(pad + value).toBase64().slice(4, -8));
  const texts = [...files].map(([path, bytes]) => [path, decoder.decode(bytes)] as const);
  return texts.filter(([, text]) => [value, ...encoded].some((form) => text.includes(form))).map(([path]) => path);
}

/** What a text says; `null` for one that a loss of power has torn. */
function parsed(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    return null;
  }
}

/** Every value that can be read with the keys that are among the files. */
export async function readable(files: Files): Promise<ReadonlySet<string>> {
  const envelopes = new Map<string, Envelope[]>(), values = new Set<string>();
  for (const bytes of files.values()) {
    for (const [text] of decoder.decode(bytes).matchAll(ENVELOPE)) {
      const envelope = parsed(text);
      if (isEnvelope(envelope)) envelopes.set(envelope.k, [...envelopes.get(envelope.k) ?? [], envelope]);
    }
  }
  for (const [path, bytes] of files) {
    const match = SECRET.exec(path), line = match === null ? null : decodeLine(bytes.subarray(0, -1));
    if (match === null || line === null) continue;
    const [, model, instance, id] = match as unknown as [string, string, string, string];
    const { value } = parseExact(line.text) as JsonObject;
    const key = await aesKey(Uint8Array.fromBase64(value as string));
    for (const envelope of envelopes.get(id) ?? []) {
      const opened = await openValue(envelope, key, { model, instance });
      if (opened !== undefined) values.add(String(opened));
    }
  }
  return values;
}
