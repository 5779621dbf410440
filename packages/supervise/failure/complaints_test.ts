import { equal } from "node:assert/strict";
import type { StartErrorCode } from "../start_error.ts";
import { complaintOf } from "./complaints.ts";

/** Texts of programs in many languages, as they write them. */
const ENDED: readonly [StartErrorCode, string, string][] = [
  [
    "OutOfMemory",
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    "it ran out of memory",
  ],
  ["OutOfMemory", "memory allocation of 17179869184 bytes failed", "it ran out of memory"],
  ["OutOfMemory", "fatal error: runtime: out of memory", "it ran out of memory"],
  [
    "OutOfMemory",
    'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
    "it ran out of memory",
  ],
  ["OutOfMemory", "terminate called after throwing an instance of 'std::bad_alloc'", "it ran out of memory"],
  [
    "DenoPermissionMissing",
    'error: Uncaught (in promise) NotCapable: Requires env access to "HOME", run again with the --allow-env flag',
    'Deno refused it env access to "HOME"',
  ],
  [
    "DenoPermissionMissing",
    'error: Uncaught PermissionDenied: Requires net access to "db:5432", run again with the --allow-net flag',
    'Deno refused it net access to "db:5432"',
  ],
  [
    "ModuleMissing",
    "npm error 404  The requested resource 'driver@*' could not be found",
    "it imports driver@*, which is not there",
  ],
  [
    "LibraryMissing",
    "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by ./driver)",
    "it needs the shared library GLIBC_2.38, which is missing or too old",
  ],
  [
    "LibraryMissing",
    "dyld[1]: Library not loaded: /opt/homebrew/lib/libpq.5.dylib",
    "it needs the shared library /opt/homebrew/lib/libpq.5.dylib, which is missing or too old",
  ],
  ["ModuleMissing", "Error: Cannot find module 'pg'\nRequire stack:", "it imports pg, which is not there"],
  ["ModuleMissing", "ModuleNotFoundError: No module named 'psycopg'", "it imports psycopg, which is not there"],
  ["ModuleMissing", 'error: Import "left-pad" not a dependency', "it imports left-pad, which is not there"],
  ["ModuleMissing", "cannot load such file -- pg (LoadError)", "it imports pg, which is not there"],
  [
    "ModuleMissing",
    "Error: Could not find or load main class org.Driver",
    "it imports org.Driver, which is not there",
  ],
  ["SourceInvalid", "SyntaxError: invalid syntax", "its source has an error: SyntaxError: invalid syntax"],
  [
    "SourceInvalid",
    "TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.",
    "its source has an error: TS2322 [ERROR]: Type 'string' is not assignable to type 'number'.",
  ],
  [
    "ArgumentMissing",
    "error: the following required arguments were not provided:\n  --driver <DRIVER>\n\nUsage: dbflux-driver-host",
    "it wants an argument that it was not given: following required arguments were not provided: --driver <DRIVER>",
  ],
  [
    "ArgumentMissing",
    "driver.py: error: the following arguments are required: --dsn",
    "it wants an argument that it was not given: following arguments are required: --dsn",
  ],
  [
    "ArgumentUnknown",
    "error: unexpected argument '--socket' found\n\nUsage: driver [OPTIONS]",
    "it does not know an argument that it was given: unexpected argument '--socket' found",
  ],
  [
    "ArgumentUnknown",
    "flag provided but not defined: -socket\nUsage of driver:",
    "it does not know an argument that it was given: flag provided but not defined: -socket",
  ],
  [
    "ArgumentMissing",
    "Error: --socket NAME is required; --help lists what there is",
    "it wants an argument that it was not given: Error: --socket NAME is required; --help lists what there is",
  ],
  ["ArgumentMissing", "driver: missing operand", "it wants an argument that it was not given: driver: missing operand"],
  ["HelpPrinted", "Options:\n  --socket NAME", "it printed its help instead of running"],
  ["HelpPrinted", "A driver.\n\nUsage: driver --socket NAME", "it printed its help instead of running"],
];

for (const [code, text, what] of ENDED) {
  Deno.test(`complaintOf() tells ${code} from "${text.split("\n")[0]}"`, () => {
    const complaint = complaintOf({ stdout: [], stderr: text.split("\n") }, "ended");
    equal(complaint?.code, code);
    equal(complaint?.what, what);
  });
}

Deno.test("complaintOf() is null for text that is no complaint, in both states", () => {
  const quiet = ["INFO listening on planets.sock", "connected to database planets", "3 options loaded", ""];
  for (const state of ["ended", "running"] as const) equal(complaintOf({ stdout: quiet, stderr: quiet }, state), null);
  equal(complaintOf({ stdout: ["Ok to proceed? (y)"], stderr: [] }, "ended"), null);
  equal(complaintOf({ stdout: [], stderr: ["error: unexpected argument '--x' found"] }, "running"), null);
});

Deno.test("complaintOf() does not take a driver's own business for a failure of its start", () => {
  const lines = [
    "TypeError: Expected 2 arguments, but got 1",
    "TypeError: main() missing 1 required positional argument: 'socket'",
    `SyntaxError: Unexpected token 'x', "xyz" is not valid JSON`,
    'Options: {"pool":4}',
    "connecting as app, using password: yes",
    "main class loaded",
    'ERROR: syntax error at or near "SELEC"',
  ];
  for (const line of lines) {
    for (const state of ["ended", "running"] as const) {
      equal(complaintOf({ stdout: [], stderr: [line] }, state), null, line);
    }
  }
});

Deno.test("complaintOf() names the flag to add, narrowed where a list can hold the name", () => {
  const hint = (wish: string) =>
    complaintOf({ stdout: [], stderr: [`NotCapable: Requires ${wish} flag`] }, "ended")?.hint;
  equal(
    hint('env access to "HOME", run again with the --allow-env'),
    "add --allow-env=HOME to deno run, before the module",
  );
  equal(
    hint('net access to "unix: x", run again with the --allow-net'),
    "add --allow-net to deno run, before the module",
  );
  equal(
    hint('all access to "/proc/stat", run again with the --allow-all'),
    "add --allow-all to deno run, before the module",
  );
});
