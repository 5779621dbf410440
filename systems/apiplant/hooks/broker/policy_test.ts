import { deepEqual, doesNotThrow, match, throws } from "node:assert/strict";
import { checkAddresses, checkProgram, checkUrl, type NetPolicy, policiesOf } from "./policy.ts";

const NOT_ALLOWED = { name: "NotAllowed", code: "not_allowed" };

Deno.test("policiesOf() makes auto everything where callers are trusted, with no warning", () => {
  deepEqual(policiesOf({ allowNet: "auto", allowRun: "auto", isTrusted: true }), {
    net: { kind: "all" },
    run: { kind: "all" },
    warning: null,
  });
});

Deno.test("policiesOf() makes auto no program and no private address otherwise, with a warning", () => {
  const { net, run, warning } = policiesOf({ allowNet: "auto", allowRun: "auto", isTrusted: false });
  deepEqual([net, run], [{ kind: "public" }, { kind: "names", names: [] }]);
  match(warning!, /reach no private address .* and run no program .* without authentication/);
});

Deno.test("policiesOf() takes lists as they are, trusted or not", () => {
  for (const isTrusted of [true, false]) {
    deepEqual(policiesOf({ allowNet: ["API.example.com"], allowRun: ["git"], isTrusted }), {
      net: { kind: "hosts", hosts: ["api.example.com"] },
      run: { kind: "names", names: ["git"] },
      warning: null,
    });
  }
});

Deno.test("checkUrl() compares the host, and the port if the list has one", () => {
  const policy: NetPolicy = { kind: "hosts", hosts: ["a.example", "b.example:8443", "c.example:443", "[::1]:80"] };
  const allowed = [
    "https://a.example/",
    "http://a.example:81/",
    "https://A.EXAMPLE/",
    "https://b.example:8443/",
    "https://c.example/",
    "http://[::1]/",
  ];
  const refused = [
    "https://b.example/",
    "http://c.example/",
    "https://a.example.evil/",
    "https://x.a.example/",
    "https://a.example@evil.example/",
    "http://[::1]:81/",
    "http://127.0.0.1/",
  ];
  for (const url of allowed) doesNotThrow(() => checkUrl(policy, new URL(url)), url);
  for (const url of refused) throws(() => checkUrl(policy, new URL(url)), NOT_ALLOWED, url);
});

Deno.test("checkUrl() refuses all schemes but http and https", () => {
  for (const url of ["file:///etc/passwd", "data:,x", "ftp://example.com/", "unix:/socket", "blob:null/x"]) {
    throws(() => checkUrl({ kind: "all" }, new URL(url)), NOT_ALLOWED, url);
  }
});

Deno.test("checkUrl() and checkAddresses() refuse private addresses where only public ones are allowed", () => {
  for (const url of ["http://127.0.0.1/", "http://0x7f.1/", "http://[::ffff:10.0.0.1]/", "http://169.254.169.254/"]) {
    throws(() => checkUrl({ kind: "public" }, new URL(url)), NOT_ALLOWED, url);
    doesNotThrow(() => checkUrl({ kind: "all" }, new URL(url)), url);
  }
  doesNotThrow(() => checkUrl({ kind: "public" }, new URL("http://localhost/")));
  throws(() => checkAddresses({ kind: "public" }, "a.example", ["1.1.1.1", "127.0.0.1"]), NOT_ALLOWED);
  doesNotThrow(() => checkAddresses({ kind: "public" }, "a.example", ["1.1.1.1"]));
  doesNotThrow(() => checkAddresses({ kind: "hosts", hosts: ["a.example"] }, "a.example", ["127.0.0.1"]));
});

Deno.test("checkProgram() takes names alone, and those of the list", () => {
  for (const name of ["/bin/sh", "./sh", "../sh", "a b", "", "-c", "sh\0", "sh\n", "."]) {
    throws(() => checkProgram({ kind: "all" }, name), NOT_ALLOWED, name);
  }
  doesNotThrow(() => checkProgram({ kind: "all" }, "python3.11"));
  doesNotThrow(() => checkProgram({ kind: "names", names: ["git"] }, "git"));
  throws(() => checkProgram({ kind: "names", names: ["git"] }, "gi"), NOT_ALLOWED);
});
