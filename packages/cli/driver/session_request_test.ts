import { deepEqual, equal, throws } from "node:assert/strict";
import type { DriverHelloResponse } from "@fluxwire/wire";
import { probeLine } from "../command/testing/probe_line.ts";
import { sessionRequestOf, wholeProfile } from "./session_request.ts";
import { UsageError } from "@fluxwire/command";

const HELLO = {
  driverKind: "SQLite",
  formDefinition: {
    tabs: [{
      id: "main",
      label: "Main",
      sections: [{
        title: "Connection",
        fields: [{
          id: "path",
          label: "Path",
          kind: { type: "FilePath" },
          placeholder: "",
          required: true,
          defaultValue: "/tmp/a",
        }],
      }],
    }],
  },
} as unknown as DriverHelloResponse;

function request(...args: string[]) {
  return sessionRequestOf(probeLine(["ping", ...args]), { hello: HELLO, layout: "0.7.1" }, "s");
}

Deno.test("sessionRequestOf() fills the form with values and defaults", () => {
  deepEqual(JSON.parse(request().profileJson).config, { External: { kind: "SQLite", values: { path: "/tmp/a" } } });
  deepEqual(JSON.parse(request("--value", "path=a=b").profileJson).config.External.values, { path: "a=b" });
});

Deno.test("sessionRequestOf() refuses values for unknown fields, and values without a field", () => {
  throws(
    () => request("--value", "pth=x"),
    new UsageError('Cannot fill form: it has no field "pth"; its fields are path'),
  );
  throws(
    () => request("--value", "path"),
    new UsageError("Cannot use --value path: write the field's id, =, and the value"),
  );
});

Deno.test("sessionRequestOf() puts a profile around a built-in configuration", () => {
  const profile = JSON.parse(request("--profile", '{"SQLite":{"path":"x","connection_id":null}}').profileJson);
  deepEqual(profile.config, { SQLite: { path: "x", connection_id: null } });
  equal(profile.driver_id, "rpc:s");
});

Deno.test("sessionRequestOf() refuses values beside a profile, and a file that does not exist", () => {
  throws(
    () => request("--profile", "{}", "--value", "path=x"),
    new UsageError("Cannot use --value with --profile: a profile has its own values"),
  );
  throws(
    () => request("--profile", "@/nonexistent/profile.json"),
    /^UsageError: Cannot read profile \/nonexistent\/profile.json: /,
  );
});

Deno.test("wholeProfile() leaves anything else unchanged, for the driver to judge", () => {
  const wrap = () => "wrapped";
  for (const text of ["no json", "[]", "null", "{}", '{"config":{"SQLite":{}}}', '{"a":1}', '{"a":{},"b":{}}']) {
    equal(wholeProfile(text, wrap), text);
  }
  equal(wholeProfile('{"Redis":{}}', wrap), "wrapped");
});
