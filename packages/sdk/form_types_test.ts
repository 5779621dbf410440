import { deepStrictEqual, throws } from "node:assert/strict";
import { field } from "./field.ts";
import { form, tabbedForm } from "./form.ts";
import type { FormReading } from "./form_values.ts";

/** Whether two types are the same. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** Compiles only for `true`. */
type Expect<T extends true> = T;

/** The type of a form's values. */
type Values<F> = F extends { read(...sent: never[]): FormReading<infer V> } ? V : never;

Deno.test("form() types its values by id, without the password", () => {
  const flat = form({
    host: field.text("Host"),
    port: field.number("Port", { disabledWhenFieldSet: "socket" }),
    socket: field.filePath("Socket"),
    password: field.password("Password"),
    region: field.dynamicSelect("Region", { dependsOn: ["host"] }),
  });
  type Expected = { host: string; port: number | null; socket: string; region: string };
  const isExact: Expect<Equal<Values<typeof flat>, Expected>> = true;
  deepStrictEqual([isExact, ...flat.ids], [true, "host", "port", "socket", "password", "region"]);
});

Deno.test("tabbedForm() types its values from all tabs and sections", () => {
  const tabbed = tabbedForm({
    Main: {
      Server: { host: field.text("Host"), mode: field.select("Mode", { a: "A", b: "B" }, { default: "a" }) },
      Login: { password: field.password("Password"), user: field.authProfile("User") },
    },
    TLS: { Encryption: { tls: field.checkbox("TLS"), depth: field.number("Depth", { enabledWhenChecked: "tls" }) } },
  });
  type Expected = { host: string; mode: "a" | "b"; user: string; tls: boolean; depth: number | null };
  const isExact: Expect<Equal<Values<typeof tabbed>, Expected>> = true;
  deepStrictEqual([isExact, ...tabbed.ids], [true, "host", "mode", "password", "user", "tls", "depth"]);
});

Deno.test("a reference to a field that does not exist does not compile either", () => {
  throws(() =>
    form({
      tls: field.checkbox("TLS"),
      // @ts-expect-error there is no field tsl
      ca: field.filePath("CA", { enabledWhenChecked: "tsl" }),
    }), TypeError);
  throws(() =>
    tabbedForm({
      Main: { Server: { host: field.text("Host") } },
      // @ts-expect-error there is no field hots
      TLS: { Encryption: { ca: field.filePath("CA", { disabledWhenFieldSet: "hots" }) } },
    }), TypeError);
  // @ts-expect-error there is no option requird
  deepStrictEqual(field.text("Host", { requird: true }).options.required, undefined);
});
