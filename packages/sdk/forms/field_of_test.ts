import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { FormFieldDef } from "@fluxwire/wire";
import { fieldOf, isEnabled, readValues } from "./mod.ts";

function def(id: string, kind: FormFieldDef["kind"], more: Partial<FormFieldDef> = {}): FormFieldDef {
  return { id, label: id, kind, placeholder: "", required: false, defaultValue: "", ...more };
}

const FORM = [
  def("host", { type: "Text" }, { required: true }),
  def("port", { type: "Number" }),
  def("tls", { type: "Checkbox" }),
  def("ca", { type: "FilePath" }, { required: true, enabledWhenChecked: "tls" }),
  def("mode", { type: "Select", options: [{ value: "r", label: "Read" }] }, { defaultValue: "r" }),
];

function problems(texts: Record<string, string>): Record<string, string> {
  const reading = readValues(FORM.map((one) => [one.id, fieldOf(one)]), new Map(Object.entries(texts)), null);
  return "problems" in reading ? Object.fromEntries(reading.problems) : {};
}

Deno.test("fieldOf() checks the texts of a field as the SDK does where the field is declared", () => {
  deepStrictEqual(problems({ host: "h", port: "65535", tls: "" }), {});
  deepStrictEqual(problems({ port: "65536", tls: "maybe", mode: "w" }), {
    host: "is required",
    port: "must be a whole number from 0 to 65535",
    tls: 'must be "true" or empty',
    mode: "must be one of r; DBFlux sends only r",
  });
});

Deno.test("fieldOf() keeps conditions: a field that is disabled is not required", () => {
  deepStrictEqual(problems({ host: "h", tls: "true" }), { ca: "is required" });
  strictEqual(isEnabled(fieldOf(FORM[3]!), () => ""), false);
});
