import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { field } from "./field.ts";
import { form } from "./form.ts";
import { createLog } from "./log.ts";
import { Secrets, secretsOf } from "./secrets.ts";

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

Deno.test("Secrets.mask() hides a secret as JSON, forms, addresses and debuggers write it", () => {
  const secret = `a'b"c\\d e%f+g/h@i\nj`;
  const address = new URL("x://me@host");
  address.password = secret;
  const texts = [
    secret,
    JSON.stringify({ secret }),
    Deno.inspect({ secret }),
    Deno.inspect({ secret: secret.replaceAll("'", "") }),
    new URLSearchParams({ secret }).toString(),
    address.href,
    encodeURIComponent(secret),
  ];
  const secrets = new Secrets();
  secrets.add([secret, secret.replaceAll("'", "")]);
  for (const text of texts) {
    const masked = secrets.mask(text);
    match(masked, /\*\*\*/);
    doesNotMatch(masked, /[abcdefghij]{0,1}%f|e%25f/);
  }
  strictEqual(secrets.mask(JSON.stringify({ secret })), '{"secret":"***"}');
});

Deno.test("Secrets.ofSession() keeps a log from a session's secrets also when they are told no more", () => {
  const lines: string[] = [], secrets = new Secrets(), told = new DisposableStack();
  const { log, tell } = secrets.ofSession(createLog("debug", (line) => lines.push(line.slice(25))), told);
  tell(["hunter2", null]);
  strictEqual(secrets.mask("hunter2"), "***");
  told.dispose();
  strictEqual(secrets.mask("hunter2"), "hunter2");
  log.warn("lost hunter2");
  deepStrictEqual(lines, ["WARN lost ***\n"]);
});

Deno.test("secretsOf() finds passwords, write-only fields, and the passwords within addresses", () => {
  const { definition } = form({
    host: field.text("Host"),
    address: field.text("Address"),
    password: field.password("Password"),
    key: field.writeOnly("Key"),
  });
  const found = (address: string) => secretsOf(definition, new Map([["host", "db:1"], ["address", address]]));
  deepStrictEqual(secretsOf(definition, new Map([["password", "p"], ["key", "k"]])), ["p", "k"]);
  for (
    const [address, ...passwords] of [
      ["postgres://me:s3cr%40t@db/x", "s3cr%40t", "s3cr@t"],
      ["postgres://me:s3/c:r@t@db/x", "s3/c:r@t", "s3/c:r@t"],
      ["redis://:100%@db", "100%", "100%"],
      ["postgres://db/x?user=me&password=s3%2Fcret&a=b", "s3%2Fcret", "s3/cret"],
      ["host=db password='s3 cr''et' dbname=x", "s3 cr", "s3 cr"],
      ["Server=db;Pwd=s3cret;", "s3cret", "s3cret"],
      ["db.example.com:5432"],
      ["https://db.example.com:8080/a"],
      ["https://me@db.example.com:8080/a"],
      ["mailto:me@example.com"],
    ]
  ) {
    deepStrictEqual(found(address!), [...passwords, "", ""], address);
  }
});
