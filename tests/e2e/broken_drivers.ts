/**
 * Drivers that fail to start, each in its own way, with the probe's expected report.
 *
 * @module
 */
import { DRIVER_PERMISSIONS, pathOf } from "./running_driver.ts";

/** One broken driver. */
export interface BrokenDriver {
  /** The name of the defect. */
  name: string;
  /** Writes the driver into an empty folder, and gives the command that starts it. */
  make(folder: string): string[];
  /** The code of the failure. */
  code: string;
  /** The probe's exit code. */
  exit: number;
  /** The expected message; FOLDER stands for the folder. */
  message: RegExp;
  /** The expected hint. */
  hint: RegExp;
  /** Options of the probe. */
  options?: readonly string[];
}

const DENO = Deno.execPath();
const ARM = 183, X86_64 = 62;
const OWN_MACHINE = Deno.build.arch === "aarch64" ? ARM : X86_64;
const OTHER_MACHINE = Deno.build.arch === "aarch64" ? X86_64 : ARM;

/** Writes an executable file, and gives its path. */
function program(folder: string, content: string | Uint8Array, { name = "driver", mode = 0o755 } = {}): string {
  const path = `${folder}/${name}`;
  Deno.writeFileSync(path, typeof content === "string" ? new TextEncoder().encode(content) : content, { mode });
  Deno.chmodSync(path, mode);
  return path;
}

/** A shell script. */
function shell(script: string): (folder: string) => string[] {
  return (folder) => [program(folder, `#!/bin/sh\n${script}\n`)];
}

/** A program of Deno. */
function deno(source: string, flags: readonly string[] = ["-A"]): (folder: string) => string[] {
  return (folder) => [DENO, "run", "--no-prompt", ...flags, program(folder, source, { name: "driver.ts" })];
}

/** A driver that listens and then misbehaves. */
function rude(how: string): () => string[] {
  return () => [DENO, "run", "--no-prompt", "--allow-net", pathOf("tests/e2e/programs/rude_driver.ts"), how];
}

/** The smallest ELF file: a header, and a segment that names the loader if one is given. */
export function elf(machine: number, loader?: string): Uint8Array {
  const name = new TextEncoder().encode(loader === undefined ? "" : `${loader}\0`);
  const bytes = new Uint8Array(64 + 56 + name.length), view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, machine, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, loader === undefined ? 0 : 1, true);
  view.setUint32(64, 3, true);
  view.setBigUint64(64 + 8, 120n, true);
  view.setBigUint64(64 + 32, BigInt(name.length), true);
  bytes.set(name, 120);
  return bytes;
}

/** Drivers with a defective file. */
const FILES: readonly BrokenDriver[] = [
  {
    name: "a path that does not exist",
    make: (folder) => [`${folder}/driver`],
    code: "ProgramMissing",
    exit: 2,
    message: /^Cannot start FOLDER\/driver: there is no file FOLDER\/driver$/,
    hint: /correct the path/,
  },
  {
    name: "a name that is not in PATH",
    make: () => ["fluxwire-no-such-driver"],
    code: "ProgramMissing",
    exit: 2,
    message: /there is no such program: none of the \d+ folders of PATH has it$/,
    hint: /absolute path/,
  },
  {
    name: "a dangling link",
    make: (folder) => {
      Deno.symlinkSync(`${folder}/gone`, `${folder}/driver`);
      return [`${folder}/driver`];
    },
    code: "ProgramMissing",
    exit: 2,
    message: /FOLDER\/driver is a link to FOLDER\/gone, which is not there$/,
    hint: /mend the link/,
  },
  {
    name: "a folder",
    make: (folder) => [folder],
    code: "ProgramIsFolder",
    exit: 2,
    message: /: FOLDER is a folder$/,
    hint: /name the program within it/,
  },
  {
    name: "a file that is not executable",
    make: (folder) => [program(folder, "#!/bin/sh\n", { mode: 0o644 })],
    code: "ProgramNotExecutable",
    exit: 2,
    message: /: FOLDER\/driver may not be run$/,
    hint: /chmod \+x FOLDER\/driver/,
  },
  {
    name: "a source file as the command",
    make: (folder) => [program(folder, "", { name: "driver.ts", mode: 0o644 })],
    code: "ProgramNotExecutable",
    exit: 2,
    message: /driver\.ts may not be run/,
    hint: /name what runs it as the command \(deno run/,
  },
  {
    name: "an empty file",
    make: (folder) => [program(folder, "")],
    code: "ProgramEmpty",
    exit: 2,
    message: /FOLDER\/driver is empty/,
    hint: /build or copy the program again/,
  },
  {
    name: "a program for another processor",
    make: (folder) => [program(folder, elf(OTHER_MACHINE))],
    code: "WrongArchitecture",
    exit: 2,
    message: /FOLDER\/driver is made for (?:aarch64|x86_64), and this machine is (?:aarch64|x86_64)/,
    hint: /get the build for/,
  },
  {
    name: "a program for Windows",
    make: (folder) => {
      const bytes = new Uint8Array(0x90);
      bytes.set([0x4d, 0x5a]);
      bytes[0x3c] = 0x80;
      bytes.set([0x50, 0x45, 0, 0, 0x64, 0x86], 0x80);
      return [program(folder, bytes)];
    },
    code: "WrongSystem",
    exit: 2,
    message: /is a program for Windows, and this machine runs linux/,
    hint: /get the build for linux/,
  },
  {
    name: "a program for macOS",
    make: (folder) => [program(folder, Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1, 0, 0, 0, 0))],
    code: "WrongSystem",
    exit: 2,
    message: /is a program for macOS, and this machine runs linux/,
    hint: /get the build for linux/,
  },
  {
    name: "a program that was cut off",
    make: (folder) => [program(folder, elf(OWN_MACHINE).subarray(0, 40))],
    code: "ProgramDamaged",
    exit: 2,
    message: /FOLDER\/driver ends within its header/,
    hint: /build or copy the program again/,
  },
  {
    name: "a program that was cut off in the middle",
    make: (folder) => {
      const whole = Deno.readFileSync("/bin/sleep");
      return [program(folder, whole.subarray(0, Math.floor(whole.length / 2)))];
    },
    code: "ProgramDamaged",
    exit: 2,
    message: /FOLDER\/driver is cut off: it has \d+ of at least \d+ bytes/,
    hint: /build or copy the program again/,
  },
  {
    name: "a program whose loader is missing",
    make: (folder) => [program(folder, elf(OWN_MACHINE, "/lib/ld-musl-fluxwire.so.1"))],
    code: "LoaderMissing",
    exit: 2,
    message: /wants the loader \/lib\/ld-musl-fluxwire\.so\.1, which is not there/,
    hint: /built for musl/,
  },
  {
    name: "a first line without a program",
    make: (folder) => [program(folder, "#!/opt/fluxwire/no/such/deno run\n")],
    code: "InterpreterMissing",
    exit: 2,
    message: /the first line of FOLDER\/driver names \/opt\/fluxwire\/no\/such\/deno, which is not there/,
    hint: /install .*, or correct the line/,
  },
  {
    name: "a first line of env without a program",
    make: (folder) => [program(folder, "#!/usr/bin/env -S fluxwire-no-such-deno run\n")],
    code: "InterpreterMissing",
    exit: 2,
    message: /names fluxwire-no-such-deno, which is not there or may not be run; it ended with exit code 127/,
    hint: /install fluxwire-no-such-deno/,
  },
  {
    name: "a first line with a carriage return",
    make: (folder) => [program(folder, "#!/bin/sh\r\nexit 0\r\n")],
    code: "ShebangCrlf",
    exit: 2,
    message: /the first line of FOLDER\/driver ends with a carriage return/,
    hint: /Unix line ends/,
  },
  {
    name: "a first line of env with a carriage return",
    make: (folder) => [program(folder, "#!/usr/bin/env sh\r\nexit 0\r\n")],
    code: "ShebangCrlf",
    exit: 2,
    message: /the first line of FOLDER\/driver ends with a carriage return/,
    hint: /Unix line ends/,
  },
  {
    name: "a source file without a first line",
    make: (folder) => [program(folder, "const planets = [\n  { name: 'Sol' },\n];\n")],
    code: "ShebangMissing",
    exit: 2,
    message: /FOLDER\/driver is text whose first line names no interpreter, so a shell ran it/,
    hint: /begin it with #!/,
  },
];

/** Drivers that run and end. */
const ENDS: readonly BrokenDriver[] = [
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

/** The time limit for a busy machine, also for drivers that must be waited for until the end. */
const PATIENT: readonly string[] = ["--timeout", "11000"];

/** Drivers that exceed a time limit: they do not listen in time, or elsewhere, or do not answer. */
export const SLOW_DRIVERS: readonly BrokenDriver[] = [
  {
    name: "another name",
    options: PATIENT,
    make: deno(`Deno.listen({ transport: "unix", path: "\\0prefix-" + Deno.args[1] });
      setInterval(() => {}, 1000);`),
    code: "ListensElsewhere",
    exit: 2,
    message: /it listens on socket "prefix-fluxwire-probe-[^"]+", not on socket "fluxwire-probe-/,
    hint: /no prefix or folder/,
  },
  {
    name: "a port instead of a socket",
    options: PATIENT,
    make: deno(`Deno.listen({ hostname: "127.0.0.1", port: 0 }); setInterval(() => {}, 1000);`),
    code: "ListensElsewhere",
    exit: 2,
    message: /it listens on TCP port \d+, not on socket/,
    hint: /an abstract socket named fluxwire-probe-/,
  },
  {
    name: "a permission prompt",
    options: PATIENT,
    make: (folder) => {
      const driver = program(folder, `Deno.listen({ transport: "unix", path: "\\0" + Deno.args[1] });`, {
        name: "driver.ts",
      });
      return ["script", "-qec", `${DENO} run ${driver} --socket {socket}`, "/dev/null"];
    },
    code: "DenoPrompting",
    exit: 2,
    message: /it waits for a Deno permission to be granted: net access to "unix:\S+"\.; nothing listened on socket/,
    hint: /--no-prompt so that it never asks/,
  },
  {
    name: "a question",
    make: shell(`printf 'Need to install the following packages:\\ndriver\\nOk to proceed? (y) '; exec sleep 1000`),
    code: "Asking",
    exit: 2,
    message: /it waits for an answer: Ok to proceed\? \(y\)/,
    hint: /nothing can answer it/,
  },
  {
    name: "a debugger",
    options: PATIENT,
    make: deno("", ["--inspect-wait=127.0.0.1:0"]),
    code: "DebuggerAwaited",
    exit: 2,
    message: /it waits for a debugger/,
    hint: /leave --inspect-brk or --inspect-wait out/,
  },
  {
    name: "code that is still being fetched",
    make: shell("echo 'Download https://jsr.example/driver.ts' >&2; exec sleep 1000"),
    code: "Preparing",
    exit: 2,
    message: /it was still busy with its own code: Download https:\/\/jsr\.example\/driver\.ts/,
    hint: /fetch or build it before/,
  },
  {
    name: "silence",
    make: shell("exec sleep 1000"),
    code: "NotReady",
    exit: 2,
    message: /nothing listened on socket "fluxwire-probe-[^"]+" within 5000 ms; it wrote nothing$/,
    hint: /it must listen on the name it is given/,
  },
  {
    name: "no answer",
    options: PATIENT,
    make: rude("say nothing"),
    code: "HandshakeTimeout",
    exit: 7,
    message: /no answer within \d+ ms/,
    hint: /it must read from each connection at once/,
  },
];

/** Drivers that listen, and fail at Hello. */
const HELLOS: readonly BrokenDriver[] = [
  {
    name: "a token of its own",
    options: ["--timeout", "60000"],
    make: () => {
      const driver = [DENO, "run", "--no-prompt", ...DRIVER_PERMISSIONS, pathOf("examples/minimal/main.ts")];
      return ["sh", "-c", `DBFLUX_DRIVER_IPC_TOKEN=its-own exec ${driver.join(" ")} --socket {socket}`];
    },
    code: "TokenRefused",
    exit: 3,
    message: /^Cannot speak to sh: it refused the token/,
    hint: /it must take the token from DBFLUX_DRIVER_IPC_TOKEN/,
  },
  {
    name: "bytes that are not a message",
    options: ["--timeout", "60000"],
    make: rude("speak HTTP"),
    code: "AnswerUnreadable",
    exit: 4,
    message: /length \d+ exceeds maxFrameBytes 16777216/,
    hint: /logs belong to stderr/,
  },
  {
    name: "another codec",
    make: rude("speak bincode"),
    options: ["--timeout", "60000", "--layout", "0.7.1"],
    code: "WrongCodec",
    exit: 5,
    message: /it is bincode, Hello in layout 0\.7\.1 was postcard/,
    hint: /imitate its release/,
  },
  {
    name: "no common version",
    options: ["--timeout", "60000"],
    make: rude("know no version"),
    code: "VersionMismatch",
    exit: 5,
    message: /the message of VersionMismatch/,
    hint: /update the driver/,
  },
  {
    name: "no common layout",
    options: ["--timeout", "60000"],
    make: rude("hang up"),
    code: "NoCommonLayout",
    exit: 5,
    message: /tried layouts 0\.7\.1, 0\.6, 0\.5, 0\.4, and the driver closed the connection without an answer/,
    hint: /which release of DBFlux it is made for/,
  },
  {
    name: "an error of its own",
    options: ["--timeout", "60000"],
    make: rude("be out of order"),
    code: "HelloRefused",
    exit: 6,
    message: /it answered Hello with Internal: the message of Internal/,
    hint: /its output may say more/,
  },
  {
    name: "an end at Hello",
    options: ["--timeout", "60000"],
    make: rude("end"),
    code: "ExitedOnHello",
    exit: 2,
    message: /it ended with exit code 9 before it had answered Hello; its last words: cannot open the database$/,
    hint: /it must survive connections/,
  },
];

/** Drivers whose failure is found at once. */
export const QUICK_DRIVERS: readonly BrokenDriver[] = [...FILES, ...ENDS, ...HELLOS];
