/** The webhooks of a log, in a register of it: every server of the log knows them. */
import { type EventStorage, StorageError } from "../storage/roles.ts";
import type { Webhook } from "./webhook.ts";

const NAME = "webhooks";
/** How often a change of the register is tried. */
const MAX_ATTEMPTS = 10;

/** All webhooks. Methods reject with a `StorageError`. */
export class WebhookList {
  readonly #log: EventStorage;

  /** Those of a log. */
  constructor(log: EventStorage) {
    this.#log = log;
  }

  /** Oldest first. */
  async all(): Promise<readonly Webhook[]> {
    return (await this.#read()).webhooks;
  }

  /** Changes the list; `change` may be called again, and what it throws is thrown. */
  async change(change: (webhooks: readonly Webhook[]) => readonly Webhook[]): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { webhooks, version } = await this.#read();
      const set = await this.#log.setRegister(NAME, JSON.stringify(change(webhooks)), version);
      if (set.ok) return;
    }
    throw new StorageError("conflict", `The register ${NAME} was changed ${MAX_ATTEMPTS} times meanwhile: try again`);
  }

  async #read(): Promise<{ webhooks: readonly Webhook[]; version: number }> {
    const register = await this.#log.getRegister(NAME);
    return register === null
      ? { webhooks: [], version: 0 }
      : { webhooks: JSON.parse(register.value) as Webhook[], version: register.version };
  }
}
