/** The webhooks of a log, in a register of it: every server of the log knows them. */
import { changeRegister, MAX_ATTEMPTS, readRegister } from "../storage/register.ts";
import { type EventStorage, StorageError } from "../storage/roles.ts";
import type { Webhook } from "./webhook.ts";

const NAME = "webhooks";

/** All webhooks. Methods reject with a `StorageError`. */
export class WebhookList {
  readonly #log: EventStorage;

  /** Those of a log. */
  constructor(log: EventStorage) {
    this.#log = log;
  }

  /** Oldest first. */
  async all(): Promise<readonly Webhook[]> {
    return (await readRegister<readonly Webhook[]>(this.#log, NAME))?.value ?? [];
  }

  /** Changes the list; `change` may be called again, and what it throws is thrown. */
  async change(change: (webhooks: readonly Webhook[]) => readonly Webhook[]): Promise<void> {
    const held = await changeRegister<readonly Webhook[]>(this.#log, NAME, (webhooks) => change(webhooks ?? []));
    if (held !== null) return;
    throw new StorageError("conflict", `The register ${NAME} was changed ${MAX_ATTEMPTS} times meanwhile: try again`);
  }
}
