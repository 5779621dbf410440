import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { field, tabbedForm } from "../mod.ts";
import { fromText, keptValues, toText } from "./kept_values.ts";

const { definition: FORM } = tabbedForm({
  Main: {
    Server: { address: field.text("Address"), user: field.text("User"), read_only: field.checkbox("Read only") },
    Login: { password: field.password("Password"), api_key: field.password("Key"), pin: field.writeOnly("PIN") },
  },
  More: { Files: { ca: field.filePath("CA") } },
});

Deno.test("keptValues() has only values of the form's fields", () => {
  const texts = new Map([["user", "ada"], ["ca", "/ca.pem"], ["read_only", ""], ["old", "x"]]);
  const { values, withheld } = keptValues(FORM, texts);
  deepStrictEqual(Object.fromEntries(values), { user: "ada", read_only: "", ca: "/ca.pem" });
  deepStrictEqual(withheld, []);
});

Deno.test("keptValues() withholds fields of secret kinds and addresses with a password, and names them", () => {
  const secrets = { password: "s1", api_key: "s2", pin: "s3" };
  for (const address of ["db://ada:s4@host", "host=db password='s4'"]) {
    const { values, withheld } = keptValues(FORM, new Map(Object.entries({ ...secrets, address, user: "ada" })));
    deepStrictEqual([...values], [["user", "ada"]]);
    deepStrictEqual(withheld, ["address", "api_key", "pin"]);
  }
});

Deno.test("keptValues() withholds no empty secret, and not the field password, which hosts send separately", () => {
  const { values, withheld } = keptValues(FORM, new Map([["password", "default"], ["api_key", ""], ["pin", ""]]));
  deepStrictEqual([values.size, withheld], [0, []]);
});

Deno.test("fromText() reads what toText() writes, for the same driver only", () => {
  const kept = { values: new Map([["user", "ada"], ["__proto__", "p"]]), withheld: ["pin"] };
  deepStrictEqual(fromText("notes", toText("notes", kept)), kept);
  strictEqual(fromText("other", toText("notes", kept)), null);
});

const DAMAGED = [
  "",
  "{",
  '{"version":1,"driver":"notes","values":{"user":"hunt',
  "null",
  "[]",
  '{"version":2,"driver":"notes","values":{},"withheld":[]}',
  '{"version":1,"driver":"notes","values":{"user":1},"withheld":[]}',
  '{"version":1,"driver":"notes","values":[],"withheld":[]}',
  '{"version":1,"driver":"notes","values":{},"withheld":"pin"}',
];

for (const text of DAMAGED) {
  Deno.test(`fromText() refuses ${text || "nothing"}, without repeating it`, () => {
    throws(() => fromText("notes", text), {
      name: "SyntaxError",
      message: /^it (is not JSON|does not contain values of a form)$/,
    });
  });
}
