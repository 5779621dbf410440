import { equal } from "node:assert/strict";
import { complaintOf } from "@fluxwire/supervise/internal";
import type { DriverErrorCode } from "../launch_codes.ts";
import { SOCKET_COMPLAINTS } from "./socket_complaints.ts";

/** Texts of programs in many languages, as they write them. */
const ENDED: readonly [DriverErrorCode, string, string][] = [
  ["NameInUse", "Error: listen EADDRINUSE: address already in use /tmp/x.sock", "it found the name or address in use"],
  ["NameInUse", "OSError: [Errno 98] Address already in use", "it found the name or address in use"],
  ["NameInUse", 'Os { code: 98, kind: AddrInUse, message: "Address in use" }', "it found the name or address in use"],
  ["ListenForbidden", "listen unix /run/x.sock: bind: permission denied", "the system did not let it listen"],
  [
    "ListenForbidden",
    "error: Uncaught PermissionDenied: Permission denied (os error 13)\nDeno.listen({ path })",
    "the system did not let it listen",
  ],
  [
    "ListenFolderMissing",
    "listen unix /run/x/y.sock: bind: no such file or directory",
    "the folder of the socket that it listens on is not there",
  ],
  [
    "ListenFolderMissing",
    '  File "driver.py", line 2, in <module>\n    s.bind("/run/x/y.sock")\nFileNotFoundError: [Errno 2] No such file or directory',
    "the folder of the socket that it listens on is not there",
  ],
  [
    "NameTooLong",
    'Error: Custom { kind: InvalidInput, error: "path must be shorter than SUN_LEN" }',
    "the system takes no socket's name as long as the one it listens on",
  ],
  [
    "NameTooLong",
    "OSError: AF_UNIX path too long",
    "the system takes no socket's name as long as the one it listens on",
  ],
];

for (const [code, text, what] of ENDED) {
  Deno.test(`SOCKET_COMPLAINTS tell ${code} from "${text.split("\n")[0]}"`, () => {
    const complaint = complaintOf({ stdout: [], stderr: text.split("\n") }, "ended", SOCKET_COMPLAINTS);
    equal(complaint?.code, code);
    equal(complaint?.what, what);
  });
}

Deno.test("SOCKET_COMPLAINTS come after want of memory, and before all other complaints", () => {
  const codeOf = (text: string) => complaintOf({ stdout: [], stderr: [text] }, "ended", SOCKET_COMPLAINTS)?.code;
  equal(codeOf("fatal: out of memory, address already in use"), "OutOfMemory");
  equal(codeOf("SyntaxError: x; address already in use"), "NameInUse");
});
