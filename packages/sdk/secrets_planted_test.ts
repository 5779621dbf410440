import { deepStrictEqual, match, ok, rejects } from "node:assert/strict";
import { defineDriver, type Driver } from "./driver.ts";
import { DriverError } from "./errors.ts";
import { field } from "./field.ts";
import { form } from "./form.ts";
import { createLog } from "./log.ts";
import { ServedDriver, TRANSPORTS } from "./testing/mod.ts";

const TOKEN = "planted-token-6b1f", PASSWORD = "planted pass/word", KEY = "planted-key", SSH = "planted-ssh-secret";
const SECRETS = [TOKEN, PASSWORD, encodeURIComponent(PASSWORD), KEY, SSH];

/** A driver that repeats all its secrets wherever it can. */
function tellTale(events: string[]): Driver {
  return defineDriver({
    id: "tell-tale",
    name: "Tell-tale",
    version: "1.0.0",
    description: "Repeats its secrets",
    kind: "Postgres",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "tell",
    form: form({ fail: field.checkbox("Fail"), password: field.password("Password"), key: field.writeOnly("Key") }),
    open({ values, password, sshSecret, profile, log }) {
      const address = `tell://me:${encodeURIComponent(password!)}@db/x`;
      const all = `${address} ${password} ${values.key} ${sshSecret} ${JSON.stringify(profile.config)}`;
      log.info(`opening ${all}`, { address, all });
      if (values.fail) throw new DriverError("Transport", `Cannot reach ${all}`);
      return {
        execute({ sql }, { log, audit }) {
          log.debug(all);
          audit({ action: "told", summary: all, errorMessage: all, details: { all } });
          if (sql === "defect") throw new Error(all);
          throw new DriverError("Driver", all);
        },
        close() {
          events.push("closed");
          throw new Error(`Cannot close ${all}`);
        },
      };
    },
  });
}

for (const over of TRANSPORTS) {
  Deno.test(`no secret reaches a log line, an answer or an audit event, over ${over}`, async () => {
    const lines: string[] = [], audited: string[] = [], closed: string[] = [], answers: string[] = [];
    const log = createLog("debug", (line) => lines.push(line));
    {
      await using served = await ServedDriver.start(tellTale(closed), { over, expectedToken: TOKEN, log });
      const keep = (message: string) => {
        answers.push(message);
        return true;
      };
      await rejects(served.connect({ token: "wrong" }), (error: Error) => keep(error.message));
      const onAudit = (event: object) =>
        audited.push(JSON.stringify(event, (_, part) => typeof part === "bigint" ? String(part) : part));
      const client = await served.connect({ token: TOKEN, onAudit });
      const profile = (fail: string) => ({
        profileJson: JSON.stringify({
          id: crypto.randomUUID(),
          name: "p",
          driver_id: "rpc:x",
          config: { External: { kind: "Postgres", values: { fail, key: KEY } } },
        }),
        password: PASSWORD,
        sshSecret: SSH,
      });
      await rejects(client.openSession(profile("true")), (error: Error) => keep(error.message));
      const session = await client.openSession(profile(""));
      await rejects(session.execute({ sql: "wrong" }), (error: Error) => keep(error.message));
      await rejects(session.execute({ sql: "defect" }), (error: Error) => keep(error.message));
      await rejects(session.close(), (error: Error) => keep(error.message));
      await client.openSession(profile(""));
      client.close();
    }
    const written = [...lines, ...answers, ...audited].join("\n");
    deepStrictEqual(SECRETS.filter((secret) => written.includes(secret)), []);
    deepStrictEqual([closed.length, audited.length], [2, 2]);
    match(answers[1]!, /^Cannot reach tell:\/\/me:\[masked\]@db\/x \[masked\] \[masked\] \[masked\] \{/);
    ok(lines.some((line) => line.includes("Cannot close tell://me:[masked]@db/x")));
  });
}
