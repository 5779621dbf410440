/**
 * The name of a record's file. Ids may have characters that no file's name can.
 *
 * @module
 */
import type { PublishRecord } from "./record.ts";
import { fileTime, type Moment } from "./time_text.ts";

const UNSAFE = /[^A-Za-z0-9\-_.]/gu;

/** Names for records: two different ids never share one. */
export class FileNames {
  /** The id that each stem belongs to. */
  readonly #owners = new Map<string, string>();

  /** The name without `.json`, and what distinguishes it from one that another id has. */
  async stemOf(record: PublishRecord, now: () => Moment): Promise<string> {
    const [prefix, ids] = partsOf(record);
    const stem = [prefix, ...ids.map(safe)].join("_");
    const at = record.call === "PublishEvent" ? `_${fileTime(record.message.at ?? now())}` : "";
    const id = ids.join("\0");
    const owner = this.#owners.get(stem);
    if (owner === undefined) this.#owners.set(stem, id);
    return owner === undefined || owner === id ? `${stem}${at}` : `${stem}${at}~${await digest(id)}`;
  }
}

function partsOf({ call, message }: PublishRecord): [prefix: string, ids: string[]] {
  switch (call) {
    case "UpsertDevice":
      return ["device", [message.deviceId]];
    case "UpsertEndpoints":
      return ["endpoints", [message.deviceId]];
    case "UpsertVariables":
      return ["variables", [message.deviceId]];
    case "PublishState":
      return ["state", [message.deviceId]];
    case "PublishVariable":
      return ["var", [message.deviceId, message.key]];
    case "PublishEvent":
      return ["event", [message.deviceId, message.type]];
  }
}

function safe(id: string): string {
  return id.replace(UNSAFE, "_");
}

/** The first eight hex digits of an id's SHA-256. */
async function digest(id: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(id));
  return new Uint8Array(hash).toHex().slice(0, 8);
}
