/**
 * Tickets, each good for one page and ten minutes, and the token that a page gets for one.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { isSameSecret } from "@fluxwire/transport/secrets";
import { ConsoleError } from "../console_error.ts";

/** How long a ticket is good, in milliseconds. */
const TICKET_MS = 600_000;
/** How many tickets are good at once; the oldest goes first. */
const MAX_TICKETS = 16;
const TICKET_BYTES = 16, TOKEN_BYTES = 32;

/** The tickets and the token of one server. */
export class Passes {
  readonly #clock: Clock;
  readonly #token = random(TOKEN_BYTES);
  #tickets: { text: string; until: number }[] = [];

  /** @param clock Says when a ticket ends. */
  constructor(clock: Clock = SYSTEM_CLOCK) {
    this.#clock = clock;
  }

  /** A new ticket, for one page. */
  ticket(): string {
    const text = random(TICKET_BYTES);
    this.#tickets = [...this.#tickets.slice(1 - MAX_TICKETS), { text, until: this.#clock.now() + TICKET_MS }];
    return text;
  }

  /**
   * Takes a ticket, which is spent then.
   *
   * @returns The token.
   * @throws {ConsoleError} `TicketRefused`.
   */
  enter(ticket: string): string {
    const now = this.#clock.now(), good = this.#tickets.filter(({ until }) => until > now);
    const found = good.filter(({ text }) => isSameSecret(text, ticket));
    this.#tickets = good.filter((one) => !found.includes(one));
    if (found.length === 0) throw new ConsoleError("TicketRefused", "Cannot take this address: it is used, or too old");
    return this.#token;
  }

  /** @throws {ConsoleError} `PassRefused` for another one than that of {@link enter}. */
  check(token: string | null): void {
    if (isSameSecret(this.#token, token)) return;
    throw new ConsoleError("PassRefused", "Cannot answer without the token of this console");
  }
}

/** The token of an `Authorization` header; null without one. */
export function bearerOf({ headers }: Request): string | null {
  return /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

function random(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex();
}
