import { deepStrictEqual, throws } from "node:assert/strict";
import { defineDriver, type Driver } from "./driver.ts";
import { namesOf } from "./flags.ts";
import { form } from "./form.ts";
import type { QueryResult } from "./result.ts";
import type { Session } from "./methods/session.ts";
import { methodsThere, type SessionMethods } from "./session_methods.ts";
import { connectInMemory } from "./testing/mod.ts";

/** A session with its own and inherited methods. */
class Base implements Session {
  updateRow(): { affectedRows: number } {
    return { affectedRows: 1 };
  }
}

class Rows extends Base implements Session {
  readonly #rows: QueryResult["rows"] = [];

  execute(): QueryResult {
    return { rows: this.#rows };
  }
}

function driverOf(methods: SessionMethods | undefined, session: Session = new Rows()): Driver {
  return defineDriver({
    id: "early",
    name: "Early",
    version: "1.0.0",
    description: "Says what its sessions can do",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "early",
    form: form({}),
    methods,
    open: () => session,
  });
}

/** The flags and the writes that Hello announces, and those of a session. */
async function announced(driver: Driver): Promise<{ hello: unknown; session: unknown }> {
  await using client = await connectInMemory(driver);
  await using session = await client.open();
  const [hello, opened] = [client.hello.driverMetadata, session.opened.metadata].map((
    { capabilities, mutation },
  ) => [namesOf("DriverCapabilities", capabilities), mutation?.supportsUpdate ?? false]);
  return { hello, session: opened };
}

const ALWAYS = ["QUERY_CANCELLATION", "QUERY_TIMEOUT"];

Deno.test("defineDriver() announces in Hello the flags that follow from the class of its sessions", async () => {
  const { hello, session } = await announced(driverOf(Rows));
  deepStrictEqual(hello, session);
  deepStrictEqual((hello as [string[]])[0].toSorted(), [...ALWAYS, "EXPORT_CSV", "EXPORT_JSON", "UPDATE"].toSorted());
});

Deno.test("defineDriver() announces the methods that sessions can have, and a session its own", async () => {
  const { hello, session } = await announced(driverOf(["execute", "insertRow", "updateRow"], new Base()));
  deepStrictEqual((hello as [string[]])[0].includes("INSERT"), true);
  deepStrictEqual(session, [[...ALWAYS, "UPDATE"].toSorted(), true]);
});

Deno.test("defineDriver() announces only the flags of form and metadata if it declares no methods", async () => {
  deepStrictEqual((await announced(driverOf(undefined))).hello, [ALWAYS, false]);
});

Deno.test("methodsThere() calls no getter of a class, and refuses an unknown name", () => {
  class Lazy implements Session {
    readonly #close = () => {};
    get close(): () => void {
      return this.#close;
    }
  }
  deepStrictEqual(methodsThere(Lazy), { close: true });
  const unknown = ["exexute"] as unknown as SessionMethods;
  throws(() => driverOf(unknown), {
    name: "TypeError",
    message: /a session has no method "exexute"; it can have execute/,
  });
});

Deno.test("defineDriver() refuses methods that are neither a list nor a class, as plain JavaScript may give", () => {
  for (const methods of ["execute", null, () => new Rows(), new Rows()]) {
    throws(() => driverOf(methods as unknown as SessionMethods), {
      name: "TypeError",
      message: "Cannot define driver: methods takes a list of names, or the class of the sessions",
    });
  }
});
