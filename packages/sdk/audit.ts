/**
 * Events for the host's audit log, checked against what the host accepts: it drops all others silently
 * (PROTOCOL.md#audit-events).
 *
 * @module
 */
import type { AuditEventEmitDto, EventOutcomeDto, EventSeverityDto } from "@fluxwire/wire";

/** The host's token bucket: how many events it accepts at once, and how many more each second. */
const CAPACITY = 100, REFILL_PER_SECOND = 100 / 60;

/** The longest details a host stores whole, in bytes; longer ones lose the event. */
const MAX_DETAILS_BYTES = 65_536;

/** An event of a driver. */
export interface AuditEvent {
  /** What was done, as a stable name: `index_rebuilt`. */
  action: string;
  /** What was done, in a sentence. */
  summary: string;
  /**
   * What it is about. Hosts keep no other categories of a driver.
   *
   * @default {"Query"}
   */
  category?: "Query" | "System";
  /**
   * The severity.
   *
   * @default {"Info"}
   */
  level?: EventSeverityDto;
  /**
   * The outcome.
   *
   * @default {"Success"}
   */
  outcome?: EventOutcomeDto;
  /** The kind of thing it was done to. */
  objectType?: string;
  /** The object's id. */
  objectId?: string;
  /** How long it took, in milliseconds. */
  durationMs?: number;
  /** The database's error code, if it failed. */
  errorCode?: string;
  /** The database's error message, if it failed. */
  errorMessage?: string;
  /** Further details, without secrets. */
  details?: Readonly<Record<string, unknown>>;
}

/**
 * An event as it goes over the wire.
 *
 * @throws {TypeError} for what every host would drop: a blank action or summary, details of more than 65,536 bytes, a
 * `query_execute` without its duration.
 */
export function toAuditEvent(event: AuditEvent, now: number): AuditEventEmitDto {
  const { action, summary, details, durationMs } = event;
  if (action.trim() === "" || summary.trim() === "") {
    throw new TypeError("Cannot send audit event: action or summary is blank; name what was done");
  }
  if (/^query_execute(_failed)?$/.test(action) && durationMs === undefined) {
    throw new TypeError(`Cannot send audit event: ${action} needs durationMs`);
  }
  return {
    tsMs: BigInt(now),
    level: event.level ?? "Info",
    category: event.category ?? "Query",
    action,
    outcome: event.outcome ?? "Success",
    summary,
    objectType: event.objectType ?? null,
    objectId: event.objectId ?? null,
    durationMs: durationMs === undefined ? null : BigInt(Math.round(durationMs)),
    errorCode: event.errorCode ?? null,
    errorMessage: event.errorMessage ?? null,
    detailsJson: details === undefined ? null : detailsText(details),
  };
}

function detailsText(details: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(details);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= MAX_DETAILS_BYTES) return text;
  throw new TypeError(`Cannot send audit event: details of ${bytes} bytes exceed ${MAX_DETAILS_BYTES}; send less`);
}

/** How many events may still be sent. The host drops events over its rate, and counts them against later ones. */
export class AuditBudget {
  #tokens = CAPACITY;
  #at: number;

  /** A full budget at a time in milliseconds. */
  constructor(now: number) {
    this.#at = now;
  }

  /** Reserves one event; false if the budget is used up. */
  take(now: number): boolean {
    this.#tokens = Math.min(CAPACITY, this.#tokens + (now - this.#at) / 1000 * REFILL_PER_SECOND);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
