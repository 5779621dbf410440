/**
 * The secrets that were sent to one driver: what it repeats of them is masked, in its output, its log and its errors.
 *
 * @module
 */
import type { Process } from "@fluxwire/supervise/program";
import { Secrets } from "@fluxwire/transport/secrets";
import type { SecretKeeper } from "@fluxwire/wire/client";

/** The most secrets that are kept: a driver may be sent others in each session, for months. The latest ones stay. */
const MAX_KEPT = 256;

/** Where the secrets are masked, too. */
type Place = Pick<Process, "addSecret" | "deleteSecret">;

/** The latest secrets that a driver has got. */
export class KnownSecrets implements SecretKeeper {
  readonly #place: Place | null;
  readonly #secrets = new Secrets();
  /** Each with what takes it back; the latest ones last. */
  readonly #kept = new Map<string, Disposable>();

  /** @param place The driver's process; null if it was not started here. */
  constructor(place: Place | null) {
    this.#place = place;
  }

  /** Masks them from now on. */
  add(secrets: readonly (string | null | undefined)[]): void {
    for (const secret of secrets) {
      if (secret == null || secret === "") continue;
      const known = this.#kept.get(secret);
      this.#kept.delete(secret);
      if (known === undefined) this.#place?.addSecret(secret);
      this.#kept.set(secret, known ?? this.#secrets.add([secret]));
    }
    for (const [secret, kept] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) return;
      kept[Symbol.dispose]();
      this.#place?.deleteSecret(secret);
      this.#kept.delete(secret);
    }
  }

  /** The text without them. */
  mask(text: string): string {
    return this.#secrets.mask(text);
  }
}
