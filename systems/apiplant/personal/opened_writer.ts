/** A write path whose outcomes have their personal data decrypted. */
import type { Command, Committed, Outcome, Writer } from "../commit/command.ts";
import { isSealed } from "./envelope.ts";
import type { Personal } from "./personal.ts";

/** Writes by another writer, and opens the instances of its outcomes. */
export class OpenedWriter implements Writer {
  readonly #writer: Writer;
  readonly #personal: Personal;

  /** `writer` gives instances as the log has them. */
  constructor(writer: Writer, personal: Personal) {
    this.#writer = writer;
    this.#personal = personal;
  }

  async write(command: Command): Promise<Committed> {
    const committed = await this.#writer.write(command);
    return committed.outcomes.some(isSealedOutcome) ? await this.#opened(command, committed) : committed;
  }

  async #opened(command: Command, committed: Committed): Promise<Committed> {
    const outcomes = await Promise.all(committed.outcomes.map(async (outcome, at): Promise<Outcome> => {
      if (outcome.kind !== "instance") return outcome;
      const { model } = command.operations[at] as { readonly model: string };
      return { ...outcome, instance: await this.#personal.open(model, outcome.instance) };
    }));
    return { ...committed, outcomes };
  }
}

function isSealedOutcome(one: Outcome): boolean {
  return one.kind === "instance" && isSealed(one.instance.data);
}
