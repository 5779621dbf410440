import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { field } from "./field.ts";
import { form } from "./form.ts";
import { createLog } from "./log.ts";
import { secretFields, Secrets } from "./secrets.ts";

Deno.test("Secrets.mask() hides what was told, in every form, until it is forgotten", () => {
  const secrets = new Secrets();
  const first = secrets.add(["pä ss", null, "", "ab"]), second = secrets.add(["pä ss", "pä ss and more"]);
  strictEqual(secrets.mask("pä ss, pä ss and more, p%C3%A4%20ss, ab"), "***, ***, ***, ab");
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  strictEqual(secrets.mask("still pä ss"), "still ***");
  second[Symbol.dispose]();
  strictEqual(secrets.mask("no longer pä ss"), "no longer pä ss");
});

Deno.test("Secrets.mask() hides the password of an address that nobody told", () => {
  strictEqual(
    new Secrets().mask("cannot reach postgres://me:hunter2@db:5432/x?a=b@c, nor redis://:key@r"),
    "cannot reach postgres://me:***@db:5432/x?a=b@c, nor redis://:***@r",
  );
  strictEqual(new Secrets().mask("see https://example.com/a:b and a@b"), "see https://example.com/a:b and a@b");
});

Deno.test("Secrets.maskedLog() masks texts and fields, and leaves numbers alone", () => {
  const lines: string[] = [], secrets = new Secrets();
  secrets.add(["12345"]);
  const log = secrets.maskedLog(createLog("debug", (line) => lines.push(line.slice(25))));
  log.debug("a 12345");
  log.info("b", { text: "x12345x", number: 12345 });
  log.warn("c");
  log.error("d 12345");
  deepStrictEqual(lines, ["DEBUG a ***\n", 'INFO b text="x***x" number=12345\n', "WARN c\n", "ERROR d ***\n"]);
});

Deno.test("secretFields() finds passwords and write-only fields", () => {
  const fields = { host: field.text("Host"), password: field.password("Password"), key: field.writeOnly("Key") };
  deepStrictEqual(secretFields(form(fields).definition), ["password", "key"]);
});
