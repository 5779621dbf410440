/**
 * The types of forms: derives the types of values from fields.
 *
 * @module
 */
import type { Field } from "./field.ts";

/** Fields by their ids. */
export type Fields = Readonly<Record<string, Field<unknown, string>>>;

/** The fields of a form of several tabs: by the tab's label, then the section's title, then their ids. */
export type Tabs = Readonly<Record<string, Readonly<Record<string, Fields>>>>;

/** The values of fields, except the field `password`, which hosts send separately (PROTOCOL.md#form-values). */
export type ValuesOf<F> = {
  [K in keyof F as K extends "password" ? never : K]: F[K] extends Field<infer T, string> ? T : never;
};

/** The fields of any section of any tab. */
export type SectionOf<T extends Tabs> = { [L in keyof T]: T[L][keyof T[L]] }[keyof T];

/** The ids of one section or of several. */
export type IdsOf<S> = S extends unknown ? keyof S : never;

/** The field that has an id in one of several sections. */
export type FieldOf<S, Id extends PropertyKey> = S extends Readonly<Record<Id, infer F>> ? F : never;

/** The fields of all tabs and sections. */
export type FieldsOf<T extends Tabs> = { [Id in IdsOf<SectionOf<T>>]: FieldOf<SectionOf<T>, Id> };

/** Fields whose conditions name only `Ids`. */
export type Referring<F, Ids extends PropertyKey> = { [Id in keyof F]: Field<unknown, Ids & string> };

/** Tabs in which the conditions of fields name only fields of the tabs. */
export type ReferringTabs<T extends Tabs> = {
  [L in keyof T]: { [S in keyof T[L]]: Referring<T[L][S], IdsOf<SectionOf<T>>> };
};
