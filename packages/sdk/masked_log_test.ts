import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { MASK, MAX_SECRETS, Secrets } from "@fluxwire/transport/secrets";
import { createLog } from "./log.ts";
import { maskedLog, sessionSecrets } from "./masked_log.ts";

function linesOf() {
  const lines: string[] = [];
  return { lines, log: createLog("debug", (line) => lines.push(line.slice(25))) };
}

Deno.test("maskedLog() masks texts and fields, and leaves numbers alone", () => {
  const { lines, log: plain } = linesOf(), secrets = new Secrets();
  secrets.add(["12345"]);
  const log = maskedLog(plain, secrets);
  log.debug("a 12345");
  log.info("b", { text: "x12345x", number: 12345 });
  log.warn("c");
  log.error("d 12345");
  log.info("1\x1b2345");
  deepStrictEqual(lines, [
    `DEBUG a ${MASK}\n`,
    `INFO b text="x${MASK}x" number=12345\n`,
    "WARN c\n",
    `ERROR d ${MASK}\n`,
    "INFO 1\\u001b2345\n",
  ]);
});

Deno.test("sessionSecrets() masks a session's secrets in its log even after they are forgotten elsewhere", () => {
  const { lines, log: plain } = linesOf(), secrets = new Secrets(), held = new DisposableStack();
  const { log, addSecrets } = sessionSecrets(plain, secrets, held);
  addSecrets(["hunter2", null]);
  strictEqual(secrets.mask("hunter2"), MASK);
  held.dispose();
  strictEqual(secrets.mask("hunter2"), "hunter2");
  log.warn("lost hunter2");
  deepStrictEqual(lines, [`WARN lost ${MASK}\n`]);
});

Deno.test("sessionSecrets() warns of more secrets than can be masked", () => {
  const { lines, log: plain } = linesOf(), held = new DisposableStack();
  const { addSecrets } = sessionSecrets(plain, new Secrets(), held);
  addSecrets(Array.from({ length: MAX_SECRETS }, (_, i) => `secret ${i}`));
  deepStrictEqual(lines, []);
  addSecrets(["one more", "and another"]);
  deepStrictEqual(lines, ["WARN too many secrets to mask them all; errors may repeat some omitted=2\n"]);
});
