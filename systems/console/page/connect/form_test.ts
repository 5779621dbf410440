import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { DriverFormDef, FormFieldDef } from "@fluxwire/wire";
import { isShownEnabled, problemsOf, sentOf } from "./form.ts";

function field(id: string, type: string, more: Partial<FormFieldDef> = {}): FormFieldDef {
  const kind = { type, options: [{ value: "eu", label: "EU" }] } as FormFieldDef["kind"];
  return { id, label: id, kind, placeholder: "", required: false, defaultValue: "", ...more };
}

const FORM: DriverFormDef = {
  tabs: [
    {
      id: "main",
      label: "Main",
      sections: [{
        title: "Connection",
        fields: [
          field("star", "Text", { required: true }),
          field("port", "Number", { defaultValue: "1" }),
          field("tls", "Checkbox"),
          field("ca", "FilePath", { required: true, enabledWhenChecked: "tls" }),
          field("socket", "Text", { required: true, disabledWhenFieldSet: "star" }),
          field("region", "Select", { defaultValue: "eu" }),
          field("password", "Password", { required: true }),
        ],
      }],
    },
    { id: "ssh", label: "SSH", sections: [{ title: "Tunnel", fields: [field("user", "Text", { required: true })] }] },
  ],
};

Deno.test("problemsOf() refuses what DBFlux refuses: it requires a field although another one disables it, and checks no ssh tab", () => {
  deepStrictEqual(Object.fromEntries(problemsOf(FORM, { star: "Sun", port: "70000", tls: "true" }, {})), {
    port: "must be a whole number from 0 to 65535",
    ca: "is required",
    socket: "is required",
    password: "is required, but DBFlux sent none: type it, and let DBFlux save it",
  });
  deepStrictEqual(problemsOf(FORM, { star: "Sun", socket: "s" }, { password: "p" }).size, 0);
});

Deno.test("sentOf() sends what differs from the defaults, and never a choice or a field of the ssh tab", () => {
  const texts = { star: "Sun", port: "1", region: "us", user: "me" };
  deepStrictEqual(sentOf(FORM, texts, { password: "p" }), { star: "Sun", password: "p" });
  deepStrictEqual(sentOf(FORM, texts, { password: "" }), { star: "Sun" });
});

Deno.test("isShownEnabled() knows conditions on checkboxes and not on other fields, as DBFlux's form", () => {
  const of = (id: string) => FORM.tabs[0]!.sections[0]!.fields.find((one) => one.id === id)!;
  strictEqual(isShownEnabled(of("ca"), {}), false);
  strictEqual(isShownEnabled(of("ca"), { tls: "true" }), true);
  strictEqual(isShownEnabled(of("socket"), { star: "Sun" }), true);
});
