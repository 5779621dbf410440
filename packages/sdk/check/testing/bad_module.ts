/**
 * A driver whose form cannot be defined.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "../../mod.ts";

/** A name that is not a field. */
const MISSING: string = "tls";

/** Defining it throws. */
export const driver: Driver = defineDriver({
  id: "bad-module",
  name: "Bad module",
  version: "1.0.0",
  description: "Throws when it is imported",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bad",
  // @ts-expect-error which field is named is not known
  form: form({ ca: field.filePath("CA", { enabledWhenChecked: MISSING }) }),
  open: () => ({}),
});
