/**
 * The sessions that this page has opened, by source: Connect opens them, Query uses them.
 *
 * @module
 */
import type { OpenAnswer, SessionAnswer } from "@fluxwire/console/api";
import { type Signal, signal } from "../signals.ts";
import type { Session } from "../shell/session.ts";

/** What a session says of its driver, as far as screens use it. */
export interface OpenedBody {
  /** What the driver announces. */
  readonly metadata: {
    /** The language of statements. */
    readonly queryLanguage: { readonly type: string; readonly value?: string };
    /** How names and texts are written. */
    readonly syntax?: { readonly identifierQuote: string; readonly stringQuote: string } | null;
    /** How the editor is to be. */
    readonly editorProfile?: { readonly placeholder: string; readonly commentPrefix: string } | null;
  };
  /** When a host asks for the schema of a database. */
  readonly schemaLoadingStrategy: string;
}

/** A session that was opened. */
export interface OpenedSession extends OpenAnswer {
  /** Whether it is known to have ended by itself, as with its driver. */
  readonly hasEnded: boolean;
  /** Whether it was opened with the form's defaults alone: then the same can be opened again. */
  readonly isDefault: boolean;
}

const sessions = new Map<string, Signal<OpenedSession | null>>();

/** The session of a source; null without one. */
export function sessionOf(source: string): Signal<OpenedSession | null> {
  const known = sessions.get(source);
  if (known !== undefined) return known;
  const made = signal<OpenedSession | null>(null);
  sessions.set(source, made);
  return made;
}

/** What the driver has answered. */
export function openedOf({ opened }: OpenAnswer): OpenedBody {
  return opened as OpenedBody;
}

/**
 * Opens a session, in place of the one that the source has.
 *
 * @throws {PageError} What the server refuses, and what the driver fails with.
 */
export async function openSession(
  { api }: Session,
  source: string,
  input: { values: Readonly<Record<string, string>>; layout?: string },
): Promise<void> {
  // One that has ended stays what is shown, until there is another.
  if (!sessionOf(source).peek()?.hasEnded) await closeSession({ api }, source);
  const answer = await api.ask<OpenAnswer>(source, "open", input);
  sessionOf(source).value = { ...answer, hasEnded: false, isDefault: Object.keys(input.values).length === 0 };
}

/** Looks whether the session of a source is still open, after a call of it that failed. */
export async function lookAtSession({ api }: Pick<Session, "api">, source: string): Promise<void> {
  const open = sessionOf(source), asked = open.peek();
  if (asked === null || asked.hasEnded) return;
  try {
    const { isOpen } = await api.ask<SessionAnswer>(source, "session", { session: asked.session });
    if (!isOpen && open.peek() === asked) open.value = { ...asked, hasEnded: true };
  } catch {
    // A console that cannot be asked says so in its own place.
  }
}

/** Ends the session of a source; one that has ended already is forgotten. */
export async function closeSession({ api }: Pick<Session, "api">, source: string): Promise<void> {
  const open = sessionOf(source), session = open.value?.session;
  open.value = null;
  if (session !== undefined) await api.ask(source, "close", { session }).catch(() => {});
}
