import { deepStrictEqual } from "node:assert/strict";
import type { FormFieldDef, Layout } from "@fluxwire/wire";
import { fieldLacks } from "./field_lacks.ts";

function field(id: string, type: "Text" | "Password" | "WriteOnly", more: Partial<FormFieldDef> = {}): FormFieldDef {
  return { id, label: id, kind: { type }, placeholder: "", required: false, defaultValue: "", ...more };
}

Deno.test("fieldLacks() names what a release does not know of each field, since when it is known, and what is sent", () => {
  const fields = [
    field("host", "Text", { help: "Name or address" }),
    field("key", "WriteOnly", { disabledWhenFieldSet: "host" }),
  ];
  const sent = [fields[0]!, field("key", "Password")];
  const lacks = (layout: Layout) =>
    fieldLacks(fields, sent, layout).map(({ field, part, since, instead }) => [field, part, since, instead]);
  deepStrictEqual(lacks("0.4"), [
    ["host", "help", "0.5", null],
    ["key", "kind", "0.6", "Password"],
    ["key", "disabledWhenFieldSet", "0.6", null],
  ]);
  deepStrictEqual(lacks("0.5").length, 2);
  deepStrictEqual(lacks("0.7.1"), []);
  deepStrictEqual(fieldLacks(fields, [fields[0]!], "0.5"), [
    { field: "key", part: "field", since: "0.6", instead: null },
  ]);
});
