import { deepStrictEqual, ok } from "node:assert/strict";
import { filesOf, read } from "../documents/tree.ts";
import { comparisonsIn } from "./comparisons.ts";

/** What serves: it compares what callers send. Conformance checks search answers for the secrets that they sent themselves. */
const PUBLISHED = /^(packages|systems|drivers)\/(?!.*(_test\.ts$|\/generated\/)|(.*\/)?testing\/)/;

/** Files that look up secrets of this process, or marks of their own, and nothing that a caller sends. */
const OWN: ReadonlyMap<string, string> = new Map([
  ["packages/host/known_secrets.ts", "what is masked in the logs of drivers"],
  ["packages/supervise/process.ts", "what is masked in the logs of a process"],
  ["packages/transport/secrets/forms.ts", "the forms in which a secret is masked"],
  ["packages/transport/secrets/secrets.ts", "what is masked"],
  ["systems/apiplant/storage/driver/keys/secure_storage.ts", "which of two writers was first: a mark in the storage"],
  ["systems/console/page/server/entry.ts", "whether a tab's own token is the one that it had before"],
]);

Deno.test("comparisonsIn() finds secrets compared by operators, looked up and searched for, also over lines", () => {
  for (
    const code of [
      "if (given === this.#token) return;",
      "return token !== headers.get(name);",
      "x = message.authToken ==\n  token;",
      'fields["api_key"] === key',
      "wanted === request.headers.authorization",
      "this.#byText.get(ticket)",
      "tickets.includes(passphrase)",
      "text.startsWith(this.secret)",
    ]
  ) deepStrictEqual(comparisonsIn(`const a = 1;\n${code}`).map(({ line }) => line), [2], code);
});

Deno.test("comparisonsIn() leaves what only asks whether there is a secret, and what is none", () => {
  deepStrictEqual(
    comparisonsIn(`token === null || typeof secret === "string" || password !== "" || kind.type === "password";
      code === CLOSE.noToken; error.message === REFUSED_TOKEN; tokens.length === 2; isSameSecret(token, given)`),
    [],
  );
});

Deno.test("no published code compares a secret by itself: isSameSecret() does, in one time for every difference", () => {
  const files = filesOf(/\.(ts|tsx|js)$/).filter((path) => PUBLISHED.test(path));
  ok(files.includes("packages/console/gate/passes.ts") && files.includes("packages/sdk/handshake.ts"));
  const found = files.flatMap((path) => comparisonsIn(read(path)).map((one) => ({ path, ...one })));
  deepStrictEqual(
    found.filter(({ path }) => !OWN.has(path)).map(({ path, line, text }) => `${path}:${line}: ${text}`),
    [],
  );
  deepStrictEqual(new Set(found.map(({ path }) => path)), new Set(OWN.keys()));
  const using = files.filter((path) => read(path).includes('isSameSecret } from "@fluxwire/transport/secrets"'));
  for (const gate of ["packages/console/gate/passes.ts", "packages/sdk/handshake.ts"]) ok(using.includes(gate), gate);
});
