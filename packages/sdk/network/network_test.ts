import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { form } from "../form.ts";
import { connectFailure, failureText } from "./failure.ts";
import { hostFields, socketField, tlsFields } from "./fields.ts";
import { hostOf, placeText } from "./host.ts";
import { readTls } from "./tls.ts";

const OFF = { tls: false, tls_ca: "", tls_any_certificate: false, tls_certificate: "", tls_key: "" };

Deno.test("hostOf() takes blanks and brackets off, and refuses a connection string without repeating it", () => {
  deepStrictEqual([" db.example\t", "[::1]", "::1", "/run/a b"].map(hostOf), ["db.example", "::1", "::1", "/run/a b"]);
  for (const text of ["redis://u:secret@h", "u:secret@h", "host=h password=secret"]) {
    throws(() => hostOf(text), (error: Error) => !error.message.includes("secret"));
  }
  deepStrictEqual([placeText("h", 1), placeText("::1", 1)], ["h:1", "[::1]:1"]);
});

Deno.test("the parts of a form fit together, with and without a socket", () => {
  const server = form({ ...hostFields({ port: 5432 }), ...tlsFields() });
  deepStrictEqual(server.read(new Map()), { values: { host: "localhost", port: 5432, ...OFF }, password: null });
  const either = form({
    ...hostFields({ port: 6379, unlessSet: "socket_path" }),
    ...tlsFields({ unlessSet: "socket_path" }),
    ...socketField("/run/x.sock"),
  });
  const reading = either.read(new Map([["socket_path", "/s"], ["host", "h"], ["tls", "true"]]));
  const values = { host: "localhost", port: 6379, ...OFF, socket_path: "/s" };
  deepStrictEqual(reading, { values, password: null });
});

Deno.test("readTls() reads the files that the form names, and says which one it cannot read", async () => {
  strictEqual(await readTls(OFF), null);
  deepStrictEqual(await readTls({ ...OFF, tls: true }), { rejectUnauthorized: true });
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, "PEM");
    const values = { tls: true, tls_ca: file, tls_any_certificate: true, tls_certificate: file, tls_key: file };
    deepStrictEqual(await readTls(values), { rejectUnauthorized: false, ca: "PEM", cert: "PEM", key: "PEM" });
    await rejects(readTls({ ...values, tls_key: "" }), {
      code: "InvalidRequest",
      message: /both its file and its key's/,
    });
  } finally {
    await Deno.remove(file);
  }
  await rejects(readTls({ ...OFF, tls: true, tls_ca: "/nonexistent" }), {
    code: "InvalidRequest",
    message: /^Cannot read the CA certificate \/nonexistent: /,
  });
});

Deno.test("failureText() says in words what failed and what to do", () => {
  const coded = (code: string, message = "x") => Object.assign(new Error(message), { code });
  strictEqual(
    failureText(coded("ECONNREFUSED")),
    "connection refused; see that the server runs, and the host and port",
  );
  strictEqual(failureText(coded("ENOTFOUND")), "the host's name is not known; see the host's name");
  strictEqual(failureText(new Error("self-signed certificate")).startsWith("self-signed certificate; name the"), true);
  strictEqual(
    failureText(new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")])).match(/refused/g)!.length,
    1,
  );
  strictEqual(failureText(new Error("odd")), "odd");
  const capable = 'Requires net access to "h:1", run again with the --allow-net flag';
  strictEqual(failureText(new Deno.errors.NotCapable(capable)), `${capable}; give the driver that permission`);
  strictEqual(
    failureText(coded("EPERM")).startsWith("a permission is missing; start the driver with --allow-net"),
    true,
  );
  // A server's own words, which would otherwise take the square of their length: minutes.
  const long = "Requires ".repeat(200_000);
  strictEqual(failureText(new Error(long)), long);
  const { code, retriable } = connectFailure(coded("ETIMEDOUT"), { server: "X at y" });
  deepStrictEqual([code, retriable], ["Transport", true]);
});
