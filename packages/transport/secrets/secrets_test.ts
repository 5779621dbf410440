import { deepEqual, equal, match, ok } from "node:assert/strict";
import { MASK, MAX_ALL_CHARACTERS, MAX_SECRET_CHARACTERS, MAX_SECRETS } from "./mask.ts";
import { Secrets } from "./secrets.ts";
import { threadMs } from "../../../tests/thread_time.ts";

const utf8 = new TextEncoder();

function secretsOf(...texts: string[]): Secrets {
  const secrets = new Secrets();
  secrets.add(texts);
  return secrets;
}

Deno.test("Secrets.mask() hides a secret until it is deleted as often as it was added", () => {
  const secrets = new Secrets();
  const first = secrets.add(["pä ss", null, undefined, "", "ab"]), second = secrets.add(["pä ss", "pä ss and more"]);
  equal(secrets.mask("pä ss, pä ss and more, p%C3%A4%20ss, ab"), `${MASK}, ${MASK}, ${MASK}, ab`);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  equal(secrets.mask("still pä ss"), `still ${MASK}`);
  second[Symbol.dispose]();
  equal(secrets.mask("no longer pä ss"), "no longer pä ss");
  equal(new TextDecoder().decode(secrets.maskBytes(utf8.encode("pä ss"))), "pä ss");
  secrets.delete("pä ss");
});

Deno.test("Secrets.mask() leaves nothing of a secret that is a part of another one, or overlaps with it", () => {
  equal(secretsOf("abcdef", "abc").mask("abcdef abc abcabc"), `${MASK} ${MASK} ${MASK}${MASK}`);
  equal(secretsOf("xab", "abcdef").mask("<xabcdef>"), `<${MASK}>`);
  equal(secretsOf("aaaa").mask("aaaaaa"), MASK);
});

Deno.test("Secrets.mask() hides what of a secret is left where the rest is cut off", () => {
  const secret = "0123456789abcdefghijklmnopqrstuvwxyz0123456789";
  equal(secretsOf(secret).mask(`key ${secret.slice(0, 40)}…`), `key ${MASK}…`);
  equal(secretsOf(secret).mask(`key ${secret.slice(0, 20)}…`), `key ${secret.slice(0, 20)}…`);
});

Deno.test("Secrets.mask() hides each line of a secret of several lines", () => {
  const key = "-----BEGIN KEY-----\nMIIBIjANBgkq\nend\n-----END KEY-----\n";
  equal(secretsOf(key).mask("line 2: MIIBIjANBgkq, line 3: end"), `line 2: ${MASK}, line 3: end`);
  equal(secretsOf(key).mask(`<${key}>`), `<${MASK}>`);
});

Deno.test("Secrets.mask() hides the characters of base64 that hold bits of a secret, and no others", () => {
  const said = utf8.encode("user:hunter2, and so on").toBase64(), masked = secretsOf("hunter2").mask(said);
  match(masked, /^dXNlcj[\w+/]?\[masked\]/);
  ok(masked.endsWith(said.slice(-12)));
});

Deno.test("Secrets.mask() knows a secret by its place, in text that holds no other", () => {
  for (
    const [said, masked] of [
      [
        "postgres://me:hunter2@db:5432/x?a=b@c, nor redis://:key@r",
        `postgres://me:*@db:5432/x?a=b@c, nor redis://:*@r`,
      ],
      [
        "see https://example.com/a:b and a@b, and http://h:80/x",
        "see https://example.com/a:b and a@b, and http://h:80/x",
      ],
      ["me:pw@tcp(db:3306)/x and a:b:c@unix(/s)", "me:*@tcp(db:3306)/x and a:*@unix(/s)"],
      ["Driver={X};PWD={hun;t}}er2};UID=me", "Driver={X};PWD={*};UID=me"],
      ["host=db password='a b''c' dbname=x", "host=db password='*' dbname=x"],
      ['x?access_token=abc123&b=c, Pwd="a b";', 'x?access_token=*&b=c, Pwd="*";'],
      ["AWS_SECRET_ACCESS_KEY=AbC/d+e PGPASSWORD=hunter2", "AWS_SECRET_ACCESS_KEY=* PGPASSWORD=*"],
      ["Authorization: Bearer abc.def-1", "Authorization: Bearer *"],
      ["Basic dXNlcjpwYXNz", "Basic *"],
      ["a bearer token, basic authentication", "a bearer token, basic authentication"],
      ['{"password": "x\\"y", "save_password":false}', '{"password": "*", "save_password":false}'],
      ['"{\\"client_secret\\":\\"x y\\"}"', '"{\\"client_secret\\":\\"*\\"}"'],
      ["a=1 AND password=$1 AND token=? AND api_key = 5 AND pwd=:x", null],
      ["password=%s token=${TOKEN} secret={{ .secret }} pwd= bypass=1", null],
    ] as const
  ) {
    const once = new Secrets().mask(said);
    equal(once, masked?.replaceAll("*", MASK) ?? said);
    equal(new Secrets().mask(once), once);
  }
});

Deno.test("Secrets gives the very same text and bytes if nothing is masked", () => {
  const secrets = secretsOf("hunter2"), bytes = utf8.encode("SELECT '%41' \\ x"), text = "SELECT '%41' \\ x";
  equal(secrets.mask(text), text);
  equal(secrets.maskBytes(bytes), bytes);
});

Deno.test("Secrets.maskBytes() finds a secret in other bytes than UTF-8, and keeps all others", () => {
  const secrets = secretsOf("hünter2"), utf16 = (text: string) => text.split("").map((unit) => `${unit}\0`).join("");
  const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  for (const form of ["hünter2", utf16("hünter2"), new TextDecoder("latin1").decode(utf8.encode("hünter2"))]) {
    deepEqual(secrets.maskBytes(latin1(`\xff${form}\xfe`)), latin1(`\xff${MASK}\xfe`));
  }
});

Deno.test("Secrets.overwrite() writes over a secret, and keeps lengths", () => {
  const bytes = utf8.encode("a hunter2 and h%75nter2.");
  secretsOf("hunter2").overwrite(bytes);
  equal(new TextDecoder().decode(bytes), "a ******* and *********.");
});

Deno.test("Secrets counts what is beyond its limits, and looks for the beginning of a secret that is too long", () => {
  const many = secretsOf(...Array.from({ length: MAX_SECRETS + 2 }, (_, i) => `secret ${i}`));
  equal(many.omitted, 2);
  equal(many.mask(`secret 7, secret ${MAX_SECRETS}`), `${MASK}, ${MASK}0`);
  const long = `${"x".repeat(MAX_SECRET_CHARACTERS)}rest`, one = secretsOf(long);
  deepEqual([one.omitted, one.mask(`<${long}>`)], [1, `<${MASK}rest>`]);
  const all = secretsOf(
    ...Array.from({ length: 17 }, (_, i) => `${i}-`.repeat(MAX_SECRET_CHARACTERS).slice(0, 16_384)),
  );
  deepEqual([MAX_ALL_CHARACTERS / MAX_SECRET_CHARACTERS, all.omitted], [16, 1]);
});

Deno.test("Secrets.mask() takes time that grows with the text alone, also if it repeats itself", () => {
  const secrets = secretsOf("hunter2", "x".repeat(16_000) + "y");
  secrets.mask("made ready");
  for (
    const piece of [
      "pwd=x&",
      'pwd="',
      "pwd={",
      "pwd='a",
      "://a:",
      "a:b@tcp(",
      "%25",
      "\\",
      "'",
      "&amp;",
      "x",
      "Bearer ",
      "token",
    ]
  ) {
    const text = piece.repeat(100_000), start = threadMs();
    secrets.mask(text);
    secrets.maskBytes(utf8.encode(text));
    // What takes the square of this length takes minutes.
    ok(threadMs() - start < 10_000, piece);
  }
});
