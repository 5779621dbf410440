/** The certificate of a server, which is read again when its files or its secrets change. */
import type { Clock } from "@fluxwire/transport";
import { type GetSecret, resolved } from "../config/secrets.ts";
import { ServerError } from "../server/exit.ts";

/** How often the files and secrets are looked at. */
const LOOK_MS = 5_000;

/** A certificate and its key, as PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** A certificate, of files or of secure storage. */
export class Certificate {
  readonly #paths: Pair;
  readonly #secrets: GetSecret;
  #pair: Pair;
  #closed = false;

  private constructor(paths: Pair, secrets: GetSecret, pair: Pair) {
    this.#paths = paths;
    this.#secrets = secrets;
    this.#pair = pair;
  }

  /** Reads the files at these paths, or secrets for those that are `secure:NAME`. Rejects with a `ServerError` that names them. */
  static async read(paths: Pair, secrets: GetSecret): Promise<Certificate> {
    try {
      return new Certificate(paths, secrets, await usablePair(paths, secrets));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `The certificate ${paths.cert} with the key ${paths.key} cannot be used: ${reason}`;
      throw new ServerError("configuration", message, { cause });
    }
  }

  /** What was read last. */
  get pair(): Pair {
    return this.#pair;
  }

  /** Calls back with each new pair. What cannot be read or used leaves the present pair in use. */
  watch(clock: Clock, onChange: (pair: Pair) => Promise<void>): void {
    if (this.#closed) return;
    const timer = clock.setTimeout(async () => {
      const pair = await this.#changed();
      if (pair !== null) await onChange(pair);
      this.watch(clock, onChange);
    }, LOOK_MS);
    this.#forget = () => clock.clearTimeout(timer);
  }

  /** Looks no more. */
  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #forget: () => void = () => {};

  /** A pair that the files have by now, and that can be used; while they are being replaced, one may not fit the other. */
  async #changed(): Promise<Pair | null> {
    try {
      const pair = await usablePair(this.#paths, this.#secrets);
      if (this.#closed || pair.cert === this.#pair.cert && pair.key === this.#pair.key) return null;
      return this.#pair = pair;
    } catch {
      return null;
    }
  }
}

/** What the files or secrets have, if a listener takes it. */
async function usablePair(paths: Pair, secrets: GetSecret): Promise<Pair> {
  const [cert, key] = await Promise.all((["cert", "key"] as const).map(async (name) => {
    return await resolved(paths[name], secrets, `server.tls.${name}`) ?? await Deno.readTextFile(paths[name]);
  })) as [string, string];
  Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key }).close();
  return { cert, key };
}
