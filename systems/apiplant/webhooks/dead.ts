/** Messages that no attempt has delivered. */
import type { Seq } from "../event/event.ts";
import { DeadLetters } from "../hooks/post/dead_letters.ts";
import type { EventStorage } from "../storage/roles.ts";

/** A message that is sent no more, unless it is asked for. */
export interface DeadMessage {
  /** The event's id, which is the message's. */
  readonly event: string;
  readonly seq: Seq;
  readonly kind: string;
  readonly model: string;
  readonly instance: string | null;
  /** Why the last attempt failed. */
  readonly message: string;
  readonly attempts: number;
  /** When it failed last: RFC 3339, UTC. */
  readonly at: string;
}

/** The register of a webhook's dead messages. */
export function deadRegister(id: string): string {
  return `webhook-dead/${id}`;
}

/** The dead messages of a webhook. */
export function deadMessages(log: EventStorage, id: string): DeadLetters<DeadMessage> {
  return new DeadLetters<DeadMessage>(log, deadRegister(id));
}
