/** The certificate of a server, which is read again when its files change. */
import type { Clock } from "@fluxwire/transport";

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
  #timer: unknown = null;
  #closed = false;

  private constructor(paths: Pair, pair: Pair) {
    this.#paths = paths;
    this.#pair = pair;
  }

  /** Reads the files at these paths. Rejects with a `Deno.errors` that names the file. */
  static async read(paths: Pair): Promise<Certificate> {
    return new Certificate(paths, await readPair(paths));
  }

  /** What was read last. */
  get pair(): Pair {
    return this.#pair;
  }

  /** Calls back with each new pair. Files that cannot be read or used leave the present pair in use. */
  watch(clock: Clock, onChange: (pair: Pair) => void): void {
    if (this.#closed) return;
    this.#timer = clock.setTimeout(async () => {
      await this.#look(onChange);
      this.watch(clock, onChange);
    }, LOOK_MS);
    this.#forget = () => clock.clearTimeout(this.#timer);
  }

  /** Looks no more. */
  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #forget: () => void = () => {};

  async #look(onChange: (pair: Pair) => void): Promise<void> {
    try {
      const pair = await readPair(this.#paths);
      if (this.#closed || pair.cert === this.#pair.cert && pair.key === this.#pair.key) return;
      onChange(pair);
      this.#pair = pair;
    } catch {
      // While the files are being replaced, one may lack or not fit the other: the next look finds them whole.
    }
  }
}

async function readPair({ cert, key }: Pair): Promise<Pair> {
  const [certificate, secret] = await Promise.all([Deno.readTextFile(cert), Deno.readTextFile(key)]);
  return { cert: certificate, key: secret };
}
