import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { field } from "./field.ts";
import { form } from "./form.ts";

Deno.test("form() gives typed values, with defaults for what was not sent", () => {
  const server = form({
    host: field.text("Host", { required: true }),
    port: field.number("Port", { default: "5432" }),
    tls: field.checkbox("TLS"),
    mode: field.select("Mode", { fast: "Fast", safe: "Safe" }, { default: "safe" }),
    file: field.filePath("File"),
    password: field.password("Password"),
  });
  const read = server.read(new Map([["host", "db"], ["tls", "true"], ["unknown", "x"], ["password", "ignored"]]));
  if ("problems" in read) throw new Error("Expected values");
  const { host, port, tls, mode, file }: {
    host: string;
    port: number | null;
    tls: boolean;
    mode: "fast" | "safe";
    file: string;
  } = read.values;
  deepStrictEqual([host, port, tls, mode, file], ["db", 5432, true, "safe", ""]);
  // @ts-expect-error the password comes apart
  strictEqual(read.values.password, undefined);
});

Deno.test("form() answers every problem at once, by field id", () => {
  const server = form({
    host: field.text("Host", { required: true }),
    port: field.number("Port"),
    tls: field.checkbox("TLS"),
    mode: field.select("Mode", { fast: "Fast" }, { default: "fast" }),
  });
  const values = new Map([["host", "  "], ["port", "65536"], ["tls", "yes"], ["mode", "slow"]]);
  deepStrictEqual(server.read(values), {
    problems: new Map([
      ["host", "is required"],
      ["port", "must be a whole number from 0 to 65535"],
      ["tls", 'must be "true" or empty'],
      ["mode", "must be one of fast"],
    ]),
  });
});

Deno.test("form() takes an empty number for none", () => {
  deepStrictEqual(form({ port: field.number("Port") }).read(new Map([["port", " "]])), { values: { port: null } });
});

Deno.test("form() is one tab with one section on the wire", () => {
  const { definition } = form({ mode: field.select("Mode", { a: "A" }, { default: "a", help: "How" }) }, {
    tab: "T",
    section: "S",
  });
  strictEqual(definition.tabs.length, 1);
  const [tab] = definition.tabs;
  deepStrictEqual([tab!.id, tab!.label, tab!.sections[0]!.title], ["main", "T", "S"]);
  deepStrictEqual(tab!.sections[0]!.fields[0]!.kind, { type: "Select", options: [{ value: "a", label: "A" }] });
  deepStrictEqual([tab!.sections[0]!.fields[0]!.defaultValue, tab!.sections[0]!.fields[0]!.help], ["a", "How"]);
});
