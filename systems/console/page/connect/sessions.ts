/**
 * The sessions that this page has opened, by source: Connect opens them, Query uses them.
 *
 * @module
 */
import type { OpenAnswer } from "@fluxwire/console/api";
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

const sessions = new Map<string, Signal<OpenAnswer | null>>();

/** The session of a source; null without one. */
export function sessionOf(source: string): Signal<OpenAnswer | null> {
  const known = sessions.get(source);
  if (known !== undefined) return known;
  const made = signal<OpenAnswer | null>(null);
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
  await closeSession({ api }, source);
  sessionOf(source).value = await api.ask<OpenAnswer>(source, "open", input);
}

/** Ends the session of a source; one that has ended already is forgotten. */
export async function closeSession({ api }: Pick<Session, "api">, source: string): Promise<void> {
  const open = sessionOf(source), session = open.value?.session;
  open.value = null;
  if (session !== undefined) await api.ask(source, "close", { session }).catch(() => {});
}
