/**
 * Drivers that run and end.
 *
 * @module
 */
import { DRIVER_PERMISSIONS, pathOf } from "../running_driver.ts";
import { type BrokenDriver, DENO, deno, program, shell } from "./make.ts";

/** Drivers that run and end. */
export const ENDS: readonly BrokenDriver[] = [
  {
    name: "a wrapper around a missing program",
    make: () => ["sh", "-c", "fluxwire-no-such-driver", "{socket}"],
    code: "CommandNotFound",
    exit: 2,
    message:
      /sh did not find a program that it was to run: .*fluxwire-no-such-driver: not found; it ended with exit code 127/,
    hint: /another PATH than your shell/,
  },
  {
    name: "a wrapper around a file that is not executable",
    make: (folder) => ["sh", "-c", program(folder, "", { mode: 0o644 }), "{socket}"],
    code: "CommandNotExecutable",
    exit: 2,
    message: /sh may not run a program that it was to run: .*Permission denied/,
    hint: /make that program executable/,
  },
  {
    name: "a driver of the SDK without a permission",
    make: () => [DENO, "run", "--no-prompt", "--allow-net", pathOf("examples/minimal/main.ts")],
    code: "DenoPermissionMissing",
    exit: 2,
    message: /it lacks --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE/,
    hint: /add --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE to deno run, before the module/,
  },
  {
    name: "a driver in Deno without a permission",
    make: deno(`Deno.readTextFileSync("/data/planets");`, []),
    code: "DenoPermissionMissing",
    exit: 2,
    message: /Deno refused it read access to "\/data\/planets"/,
    hint: /add --allow-read=\/data\/planets to deno run/,
  },
  {
    name: "a missing module",
    make: (folder) => [DENO, "run", "--no-prompt", `${folder}/nowhere.ts`],
    code: "ModuleMissing",
    exit: 2,
    message: /it imports file:\/\/FOLDER\/nowhere\.ts, which is not there/,
    hint: /correct the path/,
  },
  {
    name: "a source with a syntax error",
    make: deno("const = 3;"),
    code: "SourceInvalid",
    exit: 2,
    message: /its source has an error: SyntaxError: /,
    hint: /mend the source/,
  },
  {
    name: "more memory than V8 has",
    make: deno(
      "const all = []; for (;;) all.push(new Array(1000).fill(1.5));",
      ["--v8-flags=--max-old-space-size=20"],
    ),
    code: "OutOfMemory",
    exit: 2,
    message: /it ran out of memory; it ended with signal SIGTRAP \(it ran into a trap/,
    hint: /max-old-space-size/,
  },
  {
    name: "a name that is in use",
    make: deno(`const path = "\\0" + Deno.args[1] + "-twice";
      Deno.listen({ transport: "unix", path });
      Deno.listen({ transport: "unix", path });`),
    code: "NameInUse",
    exit: 2,
    message: /it found the name or address in use/,
    hint: /stop what listens there/,
  },
  {
    name: "a socket without permission",
    make: shell(`echo "Error: listen EACCES: permission denied /run/driver.sock" >&2; exit 1`),
    code: "ListenForbidden",
    exit: 2,
    message: /the system did not let it listen; it ended with exit code 1/,
    hint: /a folder that it may write to/,
  },
  {
    name: "a socket in a missing folder",
    make: deno(`Deno.listen({ transport: "unix", path: "/fluxwire-no-such-folder/driver.sock" });`),
    code: "ListenFolderMissing",
    exit: 2,
    message: /the folder of the socket that it listens on is not there; it ended with exit code 1/,
    hint: /an abstract socket has no folder/,
  },
  {
    name: "a name that is too long",
    make: deno(`Deno.listen({ transport: "unix", path: "\\0" + "x".repeat(200) });`),
    code: "NameTooLong",
    exit: 2,
    message: /the system takes no socket's name as long as the one it listens on; it ended with exit code 1/,
    hint: /choose a shorter name/,
  },
  {
    name: "a missing shared library",
    make: shell(
      `echo "driver: error while loading shared libraries: libpq.so.5: cannot open shared object file" >&2; exit 127`,
    ),
    code: "LibraryMissing",
    exit: 2,
    message: /it needs the shared library libpq\.so\.5, which is missing or too old/,
    hint: /LD_LIBRARY_PATH/,
  },
  {
    name: "help instead of listening",
    make: () => [DENO, "run", "--no-prompt", ...DRIVER_PERMISSIONS, pathOf("examples/minimal/main.ts"), "--help"],
    code: "HelpPrinted",
    exit: 2,
    message: /it printed its help instead of running; it ended with exit code 0/,
    hint: /its help lists them/,
  },
  {
    name: "a missing argument",
    make: () => {
      const driver = [DENO, "run", "--no-prompt", ...DRIVER_PERMISSIONS, pathOf("examples/minimal/main.ts")];
      return ["sh", "-c", `exec ${driver.join(" ")}`, "{socket}"];
    },
    code: "ArgumentMissing",
    exit: 2,
    message: /it wants an argument that it was not given: .*--socket NAME is required/,
    hint: /add it to the service's arguments/,
  },
  {
    name: "an unknown argument",
    make: () => ["sleep"],
    code: "ArgumentUnknown",
    exit: 2,
    message: /it does not know an argument that it was given: unrecognized option '--socket'/,
    hint: /a driver must take --socket NAME/,
  },
  {
    name: "an end without output",
    make: shell("exit 0"),
    code: "EndedWithoutListening",
    exit: 2,
    message: /it ended with exit code 0 before its socket accepted a connection; it wrote nothing$/,
    hint: /a driver must stay/,
  },
  {
    name: "an end with exit code 3",
    make: shell(`echo out; printf '\\033[31mno database\\033[0m\\n' >&2; exit 3`),
    code: "ExitedEarly",
    exit: 2,
    message: /it ended with exit code 3 before its socket accepted a connection; its last words: no database$/,
    hint: /its output says why/,
  },
  {
    name: "a segmentation fault",
    make: shell("kill -SEGV $$"),
    code: "Crashed",
    exit: 2,
    message: /it ended with signal SIGSEGV \(it used memory that is not its own\) before/,
    hint: /a defect of the program/,
  },
  {
    name: "a segmentation fault within a shell",
    make: shell("sh -c 'kill -SEGV $$'\nexit $?"),
    code: "Crashed",
    exit: 2,
    message: /it ended with exit code 139 \(a shell's word for SIGSEGV: it used memory that is not its own\)/,
    hint: /a defect of the program/,
  },
  {
    name: "a kill from outside",
    make: shell("kill -KILL $$"),
    code: "Killed",
    exit: 2,
    message: /it ended with signal SIGKILL \(it was killed from outside\)/,
    hint: /the kernel does that when memory runs out/,
  },
  {
    name: "another signal",
    make: shell("kill -HUP $$"),
    code: "Signalled",
    exit: 2,
    message: /it ended with signal SIGHUP \(its terminal was closed\)/,
    hint: /see who sends SIGHUP/,
  },
];
