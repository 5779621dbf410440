import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { field } from "./field.ts";
import { form, tabbedForm } from "./form.ts";
import type { Tabs } from "./form_types.ts";

Deno.test("form() returns typed values, with defaults for fields that were not sent", () => {
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
  // @ts-expect-error hosts send the password separately
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
      ["mode", "must be one of fast; DBFlux sends only fast"],
    ]),
  });
});

Deno.test("form() reads an empty number as null", () => {
  const read = form({ port: field.number("Port") }).read(new Map([["port", " "]]));
  deepStrictEqual(read, { values: { port: null }, password: null });
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

Deno.test("form() accepts the same numbers as the real client", () => {
  const { read } = form({ port: field.number("Port") });
  for (const [text, port] of [["0", 0], ["65535", 65_535], [" 80 ", 80], ["+1", 1]] as const) {
    deepStrictEqual(read(new Map([["port", text]])), { values: { port }, password: null }, text);
  }
  for (const text of ["65536", "-1", "1.0", "1e3", "0x10", "eighty"]) {
    const problems = new Map([["port", "must be a whole number from 0 to 65535"]]);
    deepStrictEqual(read(new Map([["port", text]])), { problems }, text);
  }
});

Deno.test("form() takes a select without a value for its default, and ignores ids it does not have", () => {
  const { read } = form({ mode: field.select("Mode", { fast: "Fast", safe: "Safe" }, { default: "safe" }) });
  const values = new Map([["mode", ""], ["mode_of_an_older_version", "x"]]);
  deepStrictEqual(read(values), { values: { mode: "safe" }, password: null });
});

Deno.test("form() takes the password separately, and reports a missing one among the other problems", () => {
  const { read } = form({
    user: field.text("User", { required: true }),
    password: field.password("Password", { required: true }),
  });
  deepStrictEqual(read(new Map([["user", "me"], ["password", "default"]]), "secret"), {
    values: { user: "me" },
    password: "secret",
  });
  const missing = "is required, but DBFlux sent none: type it, and let DBFlux save it";
  for (const password of [undefined, null, ""]) {
    const problems = new Map([["user", "is required"], ["password", missing]]);
    deepStrictEqual(read(new Map([["password", "default"]]), password), { problems });
  }
});

/** Fields of three sections in two tabs, whose conditions cross them. */
const SERVER = tabbedForm({
  Main: {
    Address: {
      host: field.text("Host", { required: true, disabledWhenFieldSet: "socket" }),
      port: field.number("Port", { default: "5432", disabledWhenFieldSet: "socket" }),
      socket: field.filePath("Socket"),
    },
    Login: {
      trusted: field.checkbox("Trusted"),
      password: field.password("Password", { required: true, enabledWhenUnchecked: "trusted" }),
    },
  },
  "TLS & more": {
    Encryption: {
      ca: field.filePath("CA", { required: true, enabledWhenChecked: "tls" }),
      tls: field.checkbox("TLS", { disabledWhenFieldSet: "socket" }),
    },
  },
});

Deno.test("tabbedForm() has its tabs and sections on the wire, in order", () => {
  const tabs = SERVER.definition.tabs.map(({ id, label, sections }) => ({
    id,
    label,
    sections: sections.map(({ title, fields }) => [title, ...fields.map((one) => one.id)]),
  }));
  deepStrictEqual(tabs, [
    { id: "main", label: "Main", sections: [["Address", "host", "port", "socket"], ["Login", "trusted", "password"]] },
    { id: "tls_more", label: "TLS & more", sections: [["Encryption", "ca", "tls"]] },
  ]);
  deepStrictEqual(SERVER.ids, ["host", "port", "socket", "trusted", "password", "ca", "tls"]);
});

Deno.test("tabbedForm() neither requires nor validates what is disabled: it has its default", () => {
  const sent = new Map([["socket", "/run/db"], ["host", "ignored"], ["port", "none"], ["trusted", "true"]]);
  deepStrictEqual(SERVER.read(sent, "ignored"), {
    values: { host: "", port: 5432, socket: "/run/db", trusted: true, ca: "", tls: false },
    password: null,
  });
});

Deno.test("an invalid default is ignored while its field is disabled, and a problem while it is enabled", () => {
  const { read } = form({
    far: field.checkbox("Far"),
    port: field.number("Port", { default: "x", enabledWhenChecked: "far" }),
  });
  deepStrictEqual(read(new Map()), { values: { far: false, port: null }, password: null });
  const problems = new Map([["port", "must be a whole number from 0 to 65535"]]);
  deepStrictEqual(read(new Map([["far", "true"]])), { problems });
});

Deno.test("tabbedForm() answers the problems of all tabs at once", () => {
  const read = SERVER.read(new Map([["socket", " "], ["port", "none"], ["tls", "true"], ["trusted", ""]]));
  deepStrictEqual("problems" in read && [...read.problems.keys()], ["host", "port", "password", "ca"]);
});

Deno.test("a condition that names no field, its own field, or no checkbox is refused at the definition", () => {
  const host = field.text("Host");
  const refused: [Tabs, RegExp][] = [
    [
      { A: { B: { host, ca: field.text("CA", { enabledWhenChecked: "tls" }) } } },
      /names "tls", but the fields are host, ca$/,
    ],
    [
      { A: { B: { host }, C: { ca: field.text("CA", { enabledWhenUnchecked: "host" }) } } },
      /names "host", which is no checkbox, but Text$/,
    ],
    [
      { A: { B: { host: field.text("Host", { disabledWhenFieldSet: "host" }) } } },
      /names "host", which is the field itself$/,
    ],
    [{ A: { B: { host } }, C: { D: { host } } }, /^Cannot define form: two fields have the id "host"$/],
    [{ "A b": { B: { host } }, "a-B": { D: {} } }, /^Cannot define form: two tabs have the id "a_b"$/],
    [{ SSH: { B: { host } } }, /DBFlux reserves a tab called SSH/],
  ];
  for (const [tabs, message] of refused) throws(() => tabbedForm(tabs), { name: "TypeError", message });
});
