/** The secrets of webhooks, in secure storage. */
import type { Clock } from "@fluxwire/transport";
import { MAX_ATTEMPTS } from "../storage/register.ts";
import { type SecureStorage, StorageError } from "../storage/roles.ts";
import { newSecret } from "./signature.ts";

/** How long the secret before a new one still signs, in milliseconds: receivers change theirs meanwhile. */
const OVERLAP_MS = 86_400_000;
/** How long secrets are kept in memory, in milliseconds: another server may have changed them. */
const CACHE_MS = 5_000;

interface Kept {
  readonly secret: string;
  /** Until when it signs, in milliseconds since 1970; without it, as long as the webhook lives. */
  readonly until?: number;
}

/** Secrets by the id of their webhook. Methods reject with a `StorageError`. */
export class WebhookSecrets {
  readonly #secure: SecureStorage;
  readonly #clock: Clock;
  readonly #cached = new Map<string, { readonly kept: readonly Kept[]; readonly at: number }>();
  /** Counts changes: what was read before one is not kept behind it. */
  #changes = 0;

  /** Those that this storage has. */
  constructor(secure: SecureStorage, clock: Clock) {
    this.#secure = secure;
    this.#clock = clock;
  }

  /** The secrets that sign, newest first; none if the storage has lost them. */
  async of(id: string): Promise<readonly string[]> {
    const now = this.#clock.now(), cached = this.#cached.get(id);
    let kept = cached?.kept;
    if (kept === undefined || now - cached!.at >= CACHE_MS) {
      const changes = this.#changes;
      kept = keptOf(await this.#secure.get(nameOf(id)));
      if (changes === this.#changes) this.#cached.set(id, { kept, at: now });
    }
    return kept.filter(({ until = Infinity }) => until > now).map(({ secret }) => secret);
  }

  /** Makes a secret the newest, and gives it; one that it replaces signs for a day. */
  async set(id: string, secret: string = newSecret()): Promise<string> {
    const name = nameOf(id);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const found = await this.#secure.get(name), [last] = keptOf(found), until = this.#clock.now() + OVERLAP_MS;
      const kept: Kept[] = [{ secret }, ...last === undefined ? [] : [{ ...last, until }]];
      const bytes = new TextEncoder().encode(JSON.stringify(kept));
      // Another server may have made one meanwhile, which signs for a day then.
      if (!(await this.#secure.set(name, bytes, found?.version ?? 0)).ok) continue;
      this.changed(id);
      return secret;
    }
    throw new StorageError("conflict", `The secret ${name} was changed ${MAX_ATTEMPTS} times meanwhile: try again`);
  }

  /** Reads the secrets of a webhook anew when they are needed; those of all without an id. */
  changed(id: string | null): void {
    this.#changes++;
    if (id === null) this.#cached.clear();
    else this.#cached.delete(id);
  }

  /** Forgets the secrets of a webhook. */
  async delete(id: string): Promise<void> {
    await this.#secure.delete(nameOf(id));
    this.changed(id);
  }
}

function keptOf(found: { readonly value: Uint8Array } | null): readonly Kept[] {
  return found === null ? [] : JSON.parse(new TextDecoder().decode(found.value)) as Kept[];
}

function nameOf(id: string): string {
  return `webhook/${id}`;
}
