/** The certificate of a server, which is read again when its files change. */
import type { Clock } from "@fluxwire/transport";
import { ServerError } from "../server/exit.ts";

/** How often the files are looked at. */
const LOOK_MS = 5_000;

/** A certificate and its key, as PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** The files of a certificate. */
export class Certificate {
  readonly #paths: Pair;
  #pair: Pair;
  #closed = false;

  private constructor(paths: Pair, pair: Pair) {
    this.#paths = paths;
    this.#pair = pair;
  }

  /** Reads the files at these paths. Rejects with a `ServerError` that names them. */
  static async read(paths: Pair): Promise<Certificate> {
    try {
      return new Certificate(paths, await usablePair(paths));
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

  /** Calls back with each new pair. Files that cannot be read or used leave the present pair in use. */
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
      const pair = await usablePair(this.#paths);
      if (this.#closed || pair.cert === this.#pair.cert && pair.key === this.#pair.key) return null;
      return this.#pair = pair;
    } catch {
      return null;
    }
  }
}

/** What the files have, if a listener takes it. */
async function usablePair({ cert: certPath, key: keyPath }: Pair): Promise<Pair> {
  const [cert, key] = await Promise.all([Deno.readTextFile(certPath), Deno.readTextFile(keyPath)]);
  Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key }).close();
  return { cert, key };
}
