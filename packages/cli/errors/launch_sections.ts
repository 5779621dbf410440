/**
 * The codes of a driver that does not start.
 *
 * @module
 */
import type { DriverRpcErrorCode, ProtocolErrorCode } from "@fluxwire/wire";
import { LAUNCH_ERROR_MEANINGS, type LaunchErrorCode } from "@fluxwire/host";
import type { FailureCode } from "../command/failure.ts";
import type { ErrorSection } from "./section.ts";

/** A code that no other error has. */
type OwnCode = Exclude<LaunchErrorCode, DriverRpcErrorCode | ProtocolErrorCode | FailureCode>;

/** What to do; what happened stands with the code's declaration. */
const ADVICE: Readonly<Record<OwnCode, Omit<ErrorSection, "happened">>> = {
  ProgramMissing: {
    causes: [
      "The path has a typing mistake, or is relative to another folder than the host's.",
      "It is in your shell's PATH, but not in that of the host or of DBFlux.",
    ],
    remedy: "Give the absolute path.",
    commands: ["command -v PROGRAM", "deno task probe hello -- /ABSOLUTE/PROGRAM ARGS"],
  },
  ProgramIsFolder: {
    causes: ["The path ends with a folder, without the program's name."],
    remedy: "Name the program within the folder.",
    commands: ["ls -l FOLDER"],
  },
  ProgramNotExecutable: {
    causes: [
      "It was copied or unpacked without its executable mode.",
      "It is a source file: the interpreter must be the command, and the file an argument.",
      "Its disk is mounted noexec.",
    ],
    remedy: "Make it executable, or name the interpreter as the command.",
    commands: ["chmod +x PROGRAM", "deno task probe hello -- deno run --allow-net MAIN.ts"],
  },
  ProgramEmpty: {
    causes: ["A build or a copy of it was interrupted.", "The disk was full."],
    remedy: "Build or copy it again.",
    commands: ["ls -l PROGRAM", "df -h"],
  },
  ProgramDamaged: {
    causes: ["A download or a copy of it was broken off.", "It is an archive, a library or a document."],
    remedy: "See what the file is, and build or copy it again.",
    commands: ["file PROGRAM"],
  },
  WrongArchitecture: {
    causes: ["The build is for x86-64 and this machine has ARM, or the other way round."],
    remedy: "Get the build for this machine.",
    commands: ["file PROGRAM", "uname -m"],
  },
  WrongSystem: {
    causes: ["The build is for another system, for instance for Windows or macOS on a Linux machine."],
    remedy: "Get the build for this system.",
    commands: ["file PROGRAM", "uname -s"],
  },
  LoaderMissing: {
    causes: [
      "The program is built for glibc and the system has musl (Alpine), or the other way round.",
      "It is a 32-bit program, and the system has only 64-bit libraries.",
    ],
    remedy: "Get a build for this system's C library, or a static one.",
    commands: ["file PROGRAM", "ldd PROGRAM"],
  },
  InterpreterMissing: {
    causes: ["The interpreter is not installed, or is elsewhere on this machine."],
    remedy: "Install it, or begin the script with `#!/usr/bin/env` and its name.",
    commands: ["head -1 PROGRAM", "command -v INTERPRETER"],
  },
  ShebangCrlf: {
    causes: ["The script was saved on Windows, or by git with `core.autocrlf`."],
    remedy: "Save it with Unix line ends.",
    commands: ["sed -i 's/\\r$//' PROGRAM"],
  },
  ShebangMissing: {
    causes: ["It is a source file for `deno run`, `node` or `python`."],
    remedy: "Begin it with `#!` and its interpreter, or name the interpreter as the command.",
    commands: ["deno task probe hello -- deno run --allow-net MAIN.ts"],
  },
  WorkingFolderMissing: {
    causes: ["`cwd` has a typing mistake, or the folder was moved."],
    remedy: "Make the folder, or name another one.",
    commands: ["ls -ld FOLDER"],
  },
  DigestMismatch: {
    causes: ["The program was updated, but `sha256` was not.", "The program was replaced."],
    remedy: "Find out who changed the file; if the change is intended, write the new hash into the configuration.",
    commands: ["sha256sum PROGRAM"],
  },
  DigestUnchecked: {
    causes: ["Deno may not read the file: --allow-read does not cover it.", "There is no such file."],
    remedy: "Give the permission, and the program's absolute path.",
    commands: ["sha256sum PROGRAM"],
  },
  RunNotPermitted: {
    causes: ["Deno was started without --allow-run, or only for other programs."],
    remedy: "Start Deno with --allow-run.",
    commands: [
      "deno run --allow-net --allow-run --allow-env --allow-read jsr:@fluxwire/cli probe hello -- COMMAND ARGS",
    ],
  },
  SpawnFailed: {
    causes: ["The system has too many processes or open files, or too little memory.", "A security policy forbids it."],
    remedy: "Read the system's own error in the message, and correct its cause.",
    commands: ["ulimit -a", "file PROGRAM"],
  },
  SocketTaken: {
    causes: [
      "An earlier copy of the driver still runs, perhaps left by DBFlux.",
      "Two services have the same name.",
    ],
    remedy: "Stop the program that listens there, connect to it instead, or choose another name.",
    commands: ["deno task probe hello --socket ID", "ss -xlp"],
  },
  NotRunning: {
    causes: ["The driver must be started separately, and was not.", "The service has a blank `command`."],
    remedy: "Start the driver, or give the service a command.",
    commands: ["deno task probe hello -- COMMAND ARGS --socket ID"],
  },
  CommandNotFound: {
    causes: ["A script, `env`, `npx` or `sh -c` looks for a program that is not in its PATH."],
    remedy: "Use the program's absolute path in the script or the command.",
    commands: ["command -v PROGRAM"],
  },
  CommandNotExecutable: {
    causes: ["The program in the script or the command is not executable, or is built for another system."],
    remedy: "Make it executable, or get the build for this system.",
    commands: ["ls -l PROGRAM", "file PROGRAM"],
  },
  LibraryMissing: {
    causes: [
      "The library is not installed, or older than the one that the driver was built with.",
      "Your shell's LD_LIBRARY_PATH is not passed on to drivers.",
    ],
    remedy: "Install the library, or declare LD_LIBRARY_PATH in the service's `env`.",
    commands: ["ldd PROGRAM", "deno task probe hello --env LD_LIBRARY_PATH -- COMMAND ARGS"],
  },
  ModuleMissing: {
    causes: [
      "The path of the module is relative, and the driver runs in another folder.",
      "Packages were not installed, or not downloaded while there was a network.",
    ],
    remedy: "Give the absolute path, and download what it needs beforehand.",
    commands: ["deno cache MAIN.ts", "deno info MAIN.ts"],
  },
  SourceInvalid: {
    causes: ["The source was changed without a test run.", "The interpreter is too old for it."],
    remedy: "Correct it at the line that its output names.",
    commands: ["deno check MAIN.ts", "deno --version"],
  },
  DenoPermissionMissing: {
    causes: [
      "The driver uses a file, a variable or a host without the permission for it.",
      "Deno is older than 2.8.3, which needs more than --allow-net for an abstract socket.",
    ],
    remedy: "Add the flag that the message names to `deno run`, before the module.",
    commands: [
      "deno task probe hello -- deno run --no-prompt --allow-net --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE MAIN.ts",
      "deno --version",
    ],
  },
  DenoPrompting: {
    causes: ["A permission is missing, and so is `--no-prompt`: a driver has no terminal to answer on."],
    remedy: "Grant the permission that its output names, and add --no-prompt.",
    commands: ["deno task probe hello -- deno run --no-prompt --allow-net MAIN.ts"],
  },
  Asking: {
    causes: ["`npx` asks before it installs a package; add `-y`.", "The driver asks for a password on its stdin."],
    remedy: "Supply the answer by its arguments, environment or configuration.",
    commands: ["deno task probe hello --env NAME -- COMMAND ARGS"],
  },
  DebuggerAwaited: {
    causes: ["Its arguments or NODE_OPTIONS have `--inspect-brk` or `--inspect-wait`."],
    remedy: "Leave it out, or connect the debugger and give more time.",
    commands: ["deno task probe hello --timeout 600000 -- COMMAND ARGS"],
  },
  Preparing: {
    causes: [
      "`deno run`, `npx` or `cargo run` downloads or compiles before the driver starts.",
      "The cache was emptied, or belongs to another user.",
    ],
    remedy: "Download or build beforehand, or allow more time: `startup_timeout_ms`, or --timeout for the probe.",
    commands: ["deno cache MAIN.ts", "deno task probe hello --timeout 120000 -- COMMAND ARGS"],
  },
  HelpPrinted: {
    causes: ["An argument is missing, perhaps one that makes the program act as a driver."],
    remedy: "Give the arguments that its help names.",
    commands: ["COMMAND --help", "deno task probe hello -- COMMAND ARGS"],
  },
  ArgumentMissing: {
    causes: ["The driver needs more than `--socket NAME`: dbflux-driver-host also needs `--driver`, for instance."],
    remedy: "Add the argument that its output names.",
    commands: ["COMMAND --help", "deno task probe hello -- COMMAND ARGS --socket {socket}"],
  },
  ArgumentUnknown: {
    causes: ["The driver's argument for the socket is not --socket.", "An argument has a typing mistake."],
    remedy: "Correct it; write `{socket}` in the command for the socket's name.",
    commands: ["COMMAND --help", "deno task probe hello -- COMMAND --name {socket}"],
  },
  NameInUse: {
    causes: [
      "Another program uses the name or the port.",
      "On macOS, a driver that was killed leaves its socket file in /tmp.",
    ],
    remedy: "Stop the program that listens there, or remove the leftover file.",
    commands: ["ss -xlp", "rm /tmp/ID"],
  },
  ListenForbidden: {
    causes: ["The socket is a file in a folder that the driver may not write to.", "The port is below 1024."],
    remedy: "Choose a name that it may use.",
    commands: ["ls -ld FOLDER", "deno task probe hello -- COMMAND ARGS --socket planets.sock"],
  },
  ListenFolderMissing: {
    causes: [
      "The driver turns the name into a path, and that folder does not exist.",
      "Its runtime folder (XDG_RUNTIME_DIR) does not exist, as in a container or under cron.",
    ],
    remedy: "Create the folder, or let the driver listen on the name unchanged.",
    commands: ["ls -ld FOLDER", "deno task probe hello -- COMMAND ARGS --socket planets.sock"],
  },
  NameTooLong: {
    causes: ["The driver puts a folder or a prefix before the name.", "The name itself is long."],
    remedy: "Choose a name that, with everything put before it, is below 107 bytes on Linux and below 82 on macOS.",
    commands: ["deno task probe hello -- COMMAND ARGS --socket planets.sock"],
  },
  OutOfMemory: {
    causes: [
      "It loads more at its start than its memory limit allows.",
      "The service's `memory_bytes`, the container's limit or V8's limit is too low.",
    ],
    remedy: "Raise the limit that it reached, or let it load less.",
    commands: ["deno task probe hello -- deno run --v8-flags=--max-old-space-size=2048 MAIN.ts", "dmesg | tail"],
  },
  Killed: {
    causes: ["The kernel killed it because memory ran out; `dmesg` then reports it.", "A user or a limit killed it."],
    remedy: "Find out what killed it.",
    commands: ["dmesg | tail", "deno task probe hello -- COMMAND ARGS"],
  },
  Crashed: {
    causes: ["A defect in the driver, its runtime, or a native library that it loads."],
    remedy: "Report it to its author, with its output; try another version of its runtime.",
    commands: ["deno task probe hello -- COMMAND ARGS"],
  },
  Signalled: {
    causes: ["A user or a service manager stopped it.", "A time limit ended it."],
    remedy: "Find out what sends the signal.",
    commands: ["deno task probe hello -- COMMAND ARGS"],
  },
  EndedWithoutListening: {
    causes: [
      "It moves to the background, which a driver must not do.",
      "It ends before it listens, because nothing keeps it running.",
      "Its arguments made it print something, such as its version.",
    ],
    remedy: "Let it stay in the foreground and listen until it receives a signal to end.",
    commands: ["deno task probe hello -- COMMAND ARGS"],
  },
  ExitedEarly: {
    causes: ["It failed; its last lines usually say why."],
    remedy: "Read its output, or run the command directly.",
    commands: ["deno task probe hello --json -- COMMAND ARGS", "COMMAND ARGS --socket test.sock"],
  },
  ListensElsewhere: {
    causes: [
      "It adds a prefix or a suffix to the name, or creates a file instead of an abstract socket.",
      "It listens on a TCP port.",
    ],
    remedy: "Let it listen on the name unchanged: on Linux an abstract Unix socket, without prefix or folder.",
    commands: ["ss -xlp", "deno task probe hello --socket NAME"],
  },
  NotReady: {
    causes: [
      "It needs longer to start than allowed: a first `deno run` downloads modules.",
      "It first waits for something else, such as its database.",
      "It listens on another name.",
    ],
    remedy: "Let it listen first and do the rest later, or allow more time.",
    commands: ["deno task probe hello --timeout 60000 -- COMMAND ARGS", "ss -xlp"],
  },
  ExitedOnHello: {
    causes: [
      "It cannot read Hello and treats that as fatal, because it is made for another release.",
      "An unexpected error ends it.",
    ],
    remedy: "See its output, and imitate the release that it is made for.",
    commands: ["deno task probe hello --layout 0.6 -- COMMAND ARGS"],
  },
  AnswerUnreadable: {
    causes: [
      "It writes something else to the socket, such as a log line, HTTP or JSON.",
      "It writes the length in another byte order, or without the 4 bytes.",
    ],
    remedy: "Let it write frames: 4 bytes of length, little-endian, then the envelope.",
    commands: ["deno task probe decode --layout 0.7.1 --role response --framed --annotate FILE"],
  },
  HelloRefused: {
    causes: ["Its environment or configuration lacks something, which it reports in its answer to Hello."],
    remedy: "Read its own error in the message; its output may say more.",
    commands: ["deno task probe hello --json -- COMMAND ARGS"],
  },
};

/** One section for each code of a `StartError`, except those that other errors also have. */
export const LAUNCH_SECTIONS: Readonly<Record<OwnCode, ErrorSection>> = Object.fromEntries(
  Object.entries(ADVICE).map(([code, advice]) => [
    code,
    { happened: LAUNCH_ERROR_MEANINGS[code as OwnCode], ...advice },
  ]),
) as Record<OwnCode, ErrorSection>;
