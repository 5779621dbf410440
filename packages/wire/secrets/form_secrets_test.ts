import { deepEqual, equal } from "node:assert/strict";
import type { DriverFormDef, FormFieldDef, FormFieldKind } from "../dto.ts";
import { formSecrets, secretFields } from "./form_secrets.ts";

function formOf(fields: Record<string, "Text" | "Password" | "WriteOnly">): DriverFormDef {
  const defs = Object.entries(fields).map(([id, type]): FormFieldDef => {
    const kind: FormFieldKind = { type };
    return { id, label: id, kind, placeholder: "", required: false, defaultValue: "" };
  });
  return { tabs: [{ id: "main", label: "Main", sections: [{ title: "Main", fields: defs }] }] };
}

const FORM = formOf({ host: "Text", address: "Text", password: "Password", key: "WriteOnly" });

Deno.test("secretFields() has the fields of secret kinds, of every form", () => {
  deepEqual([...secretFields(FORM, null, formOf({ pin: "Password" }))], ["password", "key", "pin"]);
  equal(secretFields(undefined).size, 0);
});

Deno.test("formSecrets() finds passwords, write-only fields, and the passwords within addresses", () => {
  const found = (values: Record<string, string>) => formSecrets(FORM, new Map(Object.entries(values)));
  deepEqual(found({ password: "p", key: "k", host: "db:1" }), ["p", "k"]);
  deepEqual(found({ address: "postgres://me:s3cr%40t@db/x" }), ["s3cr%40t", "s3cr@t", "", ""]);
});
