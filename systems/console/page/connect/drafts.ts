/**
 * What was typed into forms, by source. Secrets stay in their inputs until they are sent, and are never here.
 *
 * @module
 */
import { drafts } from "../shell/drafts.ts";
import { TEXTS } from "../shell/typed_secrets.ts";
import type { Signal } from "../signals.ts";
import type { Texts } from "./form.ts";

/** The texts of a source's form, without its secrets. */
export function draftOf(source: string): Signal<Texts> {
  return drafts.of(source, "form", TEXTS);
}
