/**
 * What was typed into forms, by source, for as long as the page is open. Secrets stay in their inputs until they are
 * sent, and are never here.
 *
 * @module
 */
import { type Signal, signal } from "../signals.ts";
import type { Texts } from "./form.ts";

const drafts = new Map<string, Signal<Texts>>();

/** The texts of a source's form, without its secrets. */
export function draftOf(source: string): Signal<Texts> {
  const known = drafts.get(source);
  if (known !== undefined) return known;
  const made = signal<Texts>({});
  drafts.set(source, made);
  return made;
}
