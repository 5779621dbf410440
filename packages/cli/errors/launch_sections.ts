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
      "The path has a slip, or is relative to another folder than the host runs in.",
      "It is in the PATH of your shell, and not in that of the host or of DBFlux.",
    ],
    remedy: "Give the absolute path.",
    commands: ["command -v PROGRAM", "deno task probe hello -- /ABSOLUTE/PROGRAM ARGS"],
  },
  ProgramIsFolder: {
    causes: ["The path ends before the program's name."],
    remedy: "Name the program within the folder.",
    commands: ["ls -l FOLDER"],
  },
  ProgramNotExecutable: {
    causes: [
      "It was copied or unpacked without its mode.",
      "It is a source file: its interpreter is the command, and the file an argument.",
      "Its disk is mounted noexec.",
    ],
    remedy: "Make it executable, or name the interpreter as the command.",
    commands: ["chmod +x PROGRAM", "deno task probe hello -- deno run --allow-net MAIN.ts"],
  },
  ProgramEmpty: {
    causes: ["A build or a copy of it was broken off.", "The disk was full."],
    remedy: "Build or copy it again.",
    commands: ["ls -l PROGRAM", "df -h"],
  },
  ProgramDamaged: {
    causes: ["A download or a copy of it was broken off.", "It is an archive, a library or a document."],
    remedy: "See what the file is, and build or copy it again.",
    commands: ["file PROGRAM"],
  },
  WrongArchitecture: {
    causes: ["The build is for x86-64 where this machine has ARM, or the other way round."],
    remedy: "Get the build for this machine.",
    commands: ["file PROGRAM", "uname -m"],
  },
  WrongSystem: {
    causes: ["The build is for Windows or macOS where this is Linux, for instance."],
    remedy: "Get the build for this system.",
    commands: ["file PROGRAM", "uname -s"],
  },
  LoaderMissing: {
    causes: [
      "The program is built for glibc where the system has musl (Alpine), or the other way round.",
      "It is a 32-bit program, and the system has only 64-bit libraries.",
    ],
    remedy: "Get a build for this system's C library, or a static one.",
    commands: ["file PROGRAM", "ldd PROGRAM"],
  },
  InterpreterMissing: {
    causes: ["The interpreter is not installed, or stands elsewhere on this machine."],
    remedy: "Install it, or begin the script with `#!/usr/bin/env` and its name.",
    commands: ["head -1 PROGRAM", "command -v INTERPRETER"],
  },
  ShebangCrlf: {
    causes: ["The script was saved on Windows, or by git with `core.autocrlf`."],
    remedy: "Save it with Unix line ends.",
    commands: ["sed -i 's/\\r$//' PROGRAM"],
  },
  ShebangMissing: {
    causes: ["It is a source file that is made for `deno run`, `node` or `python`."],
    remedy: "Begin it with `#!` and its interpreter, or name the interpreter as the command.",
    commands: ["deno task probe hello -- deno run --allow-net MAIN.ts"],
  },
  WorkingFolderMissing: {
    causes: ["`cwd` has a slip, or the folder has been moved."],
    remedy: "Make the folder, or name another one.",
    commands: ["ls -ld FOLDER"],
  },
  DigestMismatch: {
    causes: ["The program was updated, and `sha256` was not.", "Somebody has replaced the program."],
    remedy: "Find out who changed the file; if that is right, write its new hash into the configuration.",
    commands: ["sha256sum PROGRAM"],
  },
  DigestUnchecked: {
    causes: ["Deno may not read the file: --allow-read does not cover it.", "There is no such file."],
    remedy: "Give the permission, and the program's absolute path.",
    commands: ["sha256sum PROGRAM"],
  },
  RunNotPermitted: {
    causes: ["Deno was started without --allow-run, or with one that names other programs."],
    remedy: "Start Deno with --allow-run.",
    commands: [
      "deno run --allow-net --allow-run --allow-env --allow-read jsr:@fluxwire/cli probe hello -- COMMAND ARGS",
    ],
  },
  SpawnFailed: {
    causes: ["The system has too many processes or open files, or too little memory.", "A security policy forbids it."],
    remedy: "The system's own words are in the message.",
    commands: ["ulimit -a", "file PROGRAM"],
  },
  SocketTaken: {
    causes: [
      "An earlier copy of the driver still runs, perhaps one that DBFlux has left.",
      "Two services have the same name.",
    ],
    remedy: "Stop what listens there, speak to it, or choose another name.",
    commands: ["deno task probe hello --socket ID", "ss -xlp"],
  },
  TokenVariableUnset: {
    causes: [
      "The service names a variable by `token_env`, and the host was started without it.",
      "Deno may read some variables only, and this one is not among them.",
    ],
    remedy: "Set the variable where the host or the probe is started, or remove `token_env`.",
    commands: ["PLANETS_TOKEN=... deno task host run"],
  },
  NotRunning: {
    causes: ["The driver was to be started by somebody else, and was not.", "The service has a blank `command`."],
    remedy: "Start the driver, or give the service a command.",
    commands: ["deno task probe hello -- COMMAND ARGS --socket ID"],
  },
  CommandNotFound: {
    causes: ["A script, `env`, `npx` or `sh -c` looks for a program in a PATH that does not have it."],
    remedy: "Give the absolute path of the program within the script or the command.",
    commands: ["command -v PROGRAM"],
  },
  CommandNotExecutable: {
    causes: ["The program within the script or the command has no mode for running, or is made for another system."],
    remedy: "Make it executable, or see what it is.",
    commands: ["ls -l PROGRAM", "file PROGRAM"],
  },
  LibraryMissing: {
    causes: [
      "The library is not installed, or older than the one that the driver was built with.",
      "LD_LIBRARY_PATH of your shell is not handed down to drivers.",
    ],
    remedy: "Install the library, or declare LD_LIBRARY_PATH in the service's `env`.",
    commands: ["ldd PROGRAM", "deno task probe hello --env LD_LIBRARY_PATH -- COMMAND ARGS"],
  },
  ModuleMissing: {
    causes: [
      "The path of the module is relative, and the driver runs in another folder.",
      "Packages were not installed, or not fetched before the network was shut off.",
    ],
    remedy: "Give the absolute path, and fetch what it needs beforehand.",
    commands: ["deno cache MAIN.ts", "deno info MAIN.ts"],
  },
  SourceInvalid: {
    causes: ["The source was changed and not tried.", "The interpreter is too old for it."],
    remedy: "Mend it at the line that its output names.",
    commands: ["deno check MAIN.ts", "deno --version"],
  },
  DenoPermissionMissing: {
    causes: [
      "The driver reads a file, a variable or a host that its command line does not grant.",
      "Deno is older than 2.8.3: it then wants more than --allow-net for an abstract socket.",
    ],
    remedy: "Add the flag that the message names to `deno run`, before the module.",
    commands: [
      "deno task probe hello -- deno run --no-prompt --allow-net --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE MAIN.ts",
      "deno --version",
    ],
  },
  DenoPrompting: {
    causes: ["A permission is missing, and `--no-prompt` too: nobody can answer a driver."],
    remedy: "Grant the permission that its output names, and add --no-prompt.",
    commands: ["deno task probe hello -- deno run --no-prompt --allow-net MAIN.ts"],
  },
  Asking: {
    causes: ["`npx` asks before it installs a package; add `-y`.", "The driver asks for a password on its stdin."],
    remedy: "Give what it asks for by its arguments, environment or configuration.",
    commands: ["deno task probe hello --env NAME -- COMMAND ARGS"],
  },
  DebuggerAwaited: {
    causes: ["`--inspect-brk` or `--inspect-wait` is among its arguments, or in NODE_OPTIONS."],
    remedy: "Leave it out, or connect the debugger and give more time.",
    commands: ["deno task probe hello --timeout 600000 -- COMMAND ARGS"],
  },
  Preparing: {
    causes: [
      "`deno run`, `npx` or `cargo run` fetches or compiles before the driver starts.",
      "The cache was emptied, or belongs to another user.",
    ],
    remedy: "Fetch or build beforehand, or give more time: `startup_timeout_ms`, and --timeout for the probe.",
    commands: ["deno cache MAIN.ts", "deno task probe hello --timeout 120000 -- COMMAND ARGS"],
  },
  HelpPrinted: {
    causes: ["An argument is missing, or the driver must be told by one to act as a driver."],
    remedy: "Give the arguments that its help names.",
    commands: ["COMMAND --help", "deno task probe hello -- COMMAND ARGS"],
  },
  ArgumentMissing: {
    causes: ["The driver wants more than `--socket NAME`: dbflux-driver-host also wants `--driver`, for instance."],
    remedy: "Add the argument that its output names.",
    commands: ["COMMAND --help", "deno task probe hello -- COMMAND ARGS --socket {socket}"],
  },
  ArgumentUnknown: {
    causes: ["The driver takes the socket's name by another argument than --socket.", "An argument has a slip."],
    remedy: "Correct it; `{socket}` in the command stands where the name is to go.",
    commands: ["COMMAND --help", "deno task probe hello -- COMMAND --name {socket}"],
  },
  NameInUse: {
    causes: [
      "Another program has the name, or the port.",
      "On macOS, a driver that was killed leaves its socket file in /tmp.",
    ],
    remedy: "Stop what listens there, or remove the file that was left.",
    commands: ["ss -xlp", "rm /tmp/ID"],
  },
  ListenForbidden: {
    causes: ["The socket is a file in a folder that the driver may not write to.", "A port is below 1024."],
    remedy: "Choose a name that it may use.",
    commands: ["ls -ld FOLDER", "deno task probe hello -- COMMAND ARGS --socket planets.sock"],
  },
  ListenFolderMissing: {
    causes: [
      "The driver makes a path of the name it is given, and that folder is nowhere.",
      "Its runtime folder (XDG_RUNTIME_DIR) is not there, as in a container or under cron.",
    ],
    remedy: "Make the folder, or let it listen on the name as it is given.",
    commands: ["ls -ld FOLDER", "deno task probe hello -- COMMAND ARGS --socket planets.sock"],
  },
  NameTooLong: {
    causes: ["The driver puts a folder or a prefix before the name.", "The name itself is long."],
    remedy: "Choose a name that is below 107 bytes on Linux, and below 82 on macOS, with all that is put before it.",
    commands: ["deno task probe hello -- COMMAND ARGS --socket planets.sock"],
  },
  OutOfMemory: {
    causes: [
      "It loads more at its start than it may have.",
      "The service's `memory_bytes`, the container's limit, or V8's own, is too low.",
    ],
    remedy: "Raise the limit that it met, or let it load less.",
    commands: ["deno task probe hello -- deno run --v8-flags=--max-old-space-size=2048 MAIN.ts", "dmesg | tail"],
  },
  Killed: {
    causes: ["The kernel does so when memory runs out; `dmesg` then says so.", "A person, or a limit, has done it."],
    remedy: "Find out who did it.",
    commands: ["dmesg | tail", "deno task probe hello -- COMMAND ARGS"],
  },
  Crashed: {
    causes: ["A defect in the driver, its runtime, or a native library that it loads."],
    remedy: "Tell its author, with its output; try another version of its runtime.",
    commands: ["deno task probe hello -- COMMAND ARGS"],
  },
  Signalled: {
    causes: ["Somebody stopped it, or a service manager did.", "A time limit was over."],
    remedy: "Find out who sends the signal.",
    commands: ["deno task probe hello -- COMMAND ARGS"],
  },
  EndedWithoutListening: {
    causes: [
      "It goes into the background, which a driver must not.",
      "It has nothing to wait for: it never comes to listen.",
      "It printed what it was asked for, such as its version.",
    ],
    remedy: "Let it stay in the foreground and listen until it is told to end.",
    commands: ["deno task probe hello -- COMMAND ARGS"],
  },
  ExitedEarly: {
    causes: ["It met an error; its last lines usually say which."],
    remedy: "Read its output, or run the command by itself.",
    commands: ["deno task probe hello --json -- COMMAND ARGS", "COMMAND ARGS --socket test.sock"],
  },
  ListensElsewhere: {
    causes: [
      "It adds a prefix or a suffix to the name, or makes a file where an abstract socket is meant.",
      "It listens on a TCP port.",
    ],
    remedy: "Let it listen on the name as it is given: on Linux an abstract Unix socket, without prefix or folder.",
    commands: ["ss -xlp", "deno task probe hello --socket NAME"],
  },
  NotReady: {
    causes: [
      "It needs longer to start than it is given: a first `deno run` fetches modules.",
      "It waits for something else first, its database for instance.",
      "It listens where nobody looks.",
    ],
    remedy: "Let it listen first and do the rest later, or give it more time.",
    commands: ["deno task probe hello --timeout 60000 -- COMMAND ARGS", "ss -xlp"],
  },
  ExitedOnHello: {
    causes: [
      "It cannot read Hello and treats that as fatal: it is made for another release.",
      "An error that it does not expect ends it.",
    ],
    remedy: "See its output, and imitate the release that it is made for.",
    commands: ["deno task probe hello --layout 0.6 -- COMMAND ARGS"],
  },
  AnswerUnreadable: {
    causes: [
      "It writes something else to the socket: a log line, HTTP, JSON.",
      "It writes the length in another byte order, or without the 4 bytes.",
    ],
    remedy: "What it writes must be frames: 4 bytes of length, little-endian, then the envelope.",
    commands: ["deno task probe decode --layout 0.7.1 --role response --framed --annotate FILE"],
  },
  HelloRefused: {
    causes: ["It misses something in its environment or configuration, and says so when it is spoken to."],
    remedy: "The message has its own words; its output may say more.",
    commands: ["deno task probe hello --json -- COMMAND ARGS"],
  },
};

/** One section for each code of a `StartError`, but for those that other errors have as well. */
export const LAUNCH_SECTIONS: Readonly<Record<OwnCode, ErrorSection>> = Object.fromEntries(
  Object.entries(ADVICE).map(([code, advice]) => [
    code,
    { happened: LAUNCH_ERROR_MEANINGS[code as OwnCode], ...advice },
  ]),
) as Record<OwnCode, ErrorSection>;
