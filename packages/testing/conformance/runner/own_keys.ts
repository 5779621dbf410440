/**
 * Keys of a check's own, which are removed afterwards.
 *
 * @module
 */
import type { DriverRequestBody, KeyGetRequest, KeyScanPage, KeyScanRequest, KeySetRequest } from "@fluxwire/wire";
import type { Bench } from "./bench.ts";
import type { HostEnd } from "./host_end.ts";
import { rendered, Violation } from "./violation.ts";

/** All that a key has beside its value. */
export const ALL_FACTS: Pick<KeyGetRequest, "includeType" | "includeTtl" | "includeSize"> = {
  includeType: true,
  includeTtl: true,
  includeSize: true,
};
const utf8 = new TextEncoder();

/** The keys of one check. */
export class Keys {
  readonly #prefix = `fluxwire:conformance:${crypto.randomUUID().slice(0, 13)}`;

  constructor(readonly end: HostEnd, readonly leftovers: Set<DriverRequestBody>) {}

  /** A key of the check, by a name within it. */
  key(name: string): string {
    return `${this.#prefix}:${name}`;
  }

  /** As {@link key}; the key is removed afterwards. */
  made(name: string): string {
    const key = this.key(name);
    this.leftovers.add({ type: "KvDeleteKey", request: { key } });
    return key;
  }

  /** Sets a key of the check; the key is removed afterwards. */
  async set(name: string, value: Uint8Array | string, more: Partial<KeySetRequest> = {}): Promise<string> {
    const key = this.made(name);
    await this.end.call(this.setBody(key, value, more));
    return key;
  }

  /** The request that sets a key; a text is sent as text, bytes as they are. */
  setBody(
    key: string,
    value: Uint8Array | string,
    more: Partial<KeySetRequest> = {},
  ): Extract<DriverRequestBody, { type: "KvSetKey" }> {
    const bytes = typeof value === "string" ? utf8.encode(value) : value;
    const repr = typeof value === "string" ? "Text" : "Binary";
    return { type: "KvSetKey", request: { key, value: bytes, repr, condition: "Always", ...more } };
  }

  /** The value of a key, as text. */
  async text(key: string): Promise<string> {
    const { result } = await this.end.call({ type: "KvGetKey", request: { key, ...ALL_FACTS } });
    return new TextDecoder().decode(result.value);
  }

  /** Whether a key exists. */
  async exists(key: string): Promise<boolean> {
    return (await this.end.call({ type: "KvExistsKey", request: { key } })).value;
  }

  /** The time to live of a key, as the driver gives it. */
  async ttl(key: string): Promise<unknown> {
    const { value } = await this.end.call({ type: "KvKeyTtl", request: { key } });
    return jsonOf("time to live", value);
  }

  /** All keys of the check, in pages of one size. */
  async scan(limit: number): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const request: KeyScanRequest = { cursor, filter: `${this.#prefix}*`, limit };
      const { page }: { page: KeyScanPage } = await this.end.call({ type: "KvScanKeys", request });
      found.push(...page.entries.map(({ key }) => key));
      cursor = page.nextCursor ?? null;
    } while (cursor !== null);
    return found;
  }
}

/** A check with keys of its own. */
export const using = (check: (keys: Keys) => Promise<void>) => async (bench: Bench): Promise<void> => {
  const { leftovers } = bench.facts;
  const made = new Set<DriverRequestBody>();
  const end = await bench.session();
  try {
    await check(new Keys(end, made));
    for (const body of made) await end.call(body);
    made.clear();
  } finally {
    for (const body of made) leftovers.add(body);
  }
};

function jsonOf(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Violation(`Expected the ${what} as JSON, found ${rendered(text)}`);
  }
}
