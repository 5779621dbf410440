/**
 * The file that a command stands for: found as the system finds it, and looked at where permitted.
 *
 * @module
 */
import type { Cause } from "./cause.ts";
import { mayRead } from "./permitted.ts";
import { faultOfBytes } from "./program_bytes.ts";

/** The part of a command that decides which file is started. */
export interface ProgramCommand {
  /** The program, by path or by its name in PATH. */
  command: string;
  /** Its environment: its PATH counts, not ours. */
  env: Readonly<Record<string, string>>;
  /** The folder it runs in, which relative paths start from; null for that of this process. */
  cwd: string | null;
}

/** How much of a file is read: enough for the headers and the loader's name. */
const HEAD_BYTES = 65_536;

/** The paths at which the program may stand, in the order in which they are tried. */
function programPaths({ command, env, cwd }: ProgramCommand): string[] {
  // Loaded only here: the first module of Node costs a third of the probe's start.
  const { isAbsolute, join } = globalThis.process.getBuiltinModule("node:path");
  const base = cwd ?? ".";
  const from = (path: string) => isAbsolute(path) ? path : join(base, path);
  if (command.includes("/") || (Deno.build.os === "windows" && command.includes("\\"))) return [from(command)];
  const separator = Deno.build.os === "windows" ? ";" : ":";
  return (env.PATH ?? "").split(separator).filter((folder) => folder !== "").map((folder) =>
    from(join(folder, command))
  );
}

/** The file that is started: the first that may be run; null if none is found, or nothing may be read. */
export function findProgram(program: ProgramCommand): string | null {
  return programPaths(program).find((path) => isRunnable(path)) ?? null;
}

/**
 * What is wrong with the program's file; null if nothing is found, or it cannot be read.
 */
export async function faultOfProgram(program: ProgramCommand): Promise<Cause | null> {
  const { command, cwd } = program;
  if (cwd !== null && mayRead(cwd) && !isFolder(cwd)) {
    return {
      code: "WorkingFolderMissing",
      what: `its working folder ${cwd} is not there`,
      hint: "make the folder, or name another one",
    };
  }
  if (Deno.build.os === "windows") return null;
  const paths = programPaths(program);
  if (!paths.every(mayRead)) return null;
  const path = findProgram(program) ?? paths.find(exists);
  if (path === undefined) return missing(command, paths);
  return await faultOfFile(path, program);
}

async function faultOfFile(path: string, program: ProgramCommand): Promise<Cause | null> {
  const file = statOf(path);
  if (file === null) return null;
  if (file.isDirectory) {
    return { code: "ProgramIsFolder", what: `${path} is a folder`, hint: "name the program within it" };
  }
  if (!isRunnable(path)) return notExecutable(path);
  if (file.size === 0) {
    return { code: "ProgramEmpty", what: `${path} is empty`, hint: "build or copy the program again" };
  }
  const head = await readHead(path);
  if (head === null) return null;
  return faultOfBytes({ path, head, size: file.size }, (name) => findProgram({ ...program, command: name }) !== null);
}

function missing(command: string, paths: readonly string[]): Cause {
  const code = "ProgramMissing";
  if (command === "") return { code, what: "no program is named", hint: "give its path, or its name in PATH" };
  const [path] = paths;
  if (path === undefined || !command.includes("/")) {
    const where = path === undefined ? "PATH is empty" : `none of the ${paths.length} folders of PATH has it`;
    return {
      code,
      what: `there is no such program: ${where}`,
      hint: "give its absolute path: who starts the host may have another PATH than your shell",
    };
  }
  const target = linkTarget(path);
  if (target !== null) {
    return {
      code,
      what: `${path} is a link to ${target}, which is not there`,
      hint: "mend the link, or name the program",
    };
  }
  return { code, what: `there is no file ${path}`, hint: "correct the path, or install the program" };
}

function notExecutable(path: string): Cause {
  const isSource = /\.(?:m?[jt]sx?|py|rb)$/.test(path);
  return {
    code: "ProgramNotExecutable",
    what: `${path} may not be run`,
    hint: isSource
      ? `name what runs it as the command (deno run, python3), and ${path} among its arguments`
      : `make it executable: chmod +x ${path}`,
  };
}

function exists(path: string): boolean {
  return statOf(path) !== null;
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory ?? false;
}

/** Whether any user may run it. Whether this one may is known when it is started. */
function isRunnable(path: string): boolean {
  const file = mayRead(path) ? statOf(path) : null;
  return file !== null && file.isFile && (file.mode === null || (file.mode & 0o111) !== 0);
}

function statOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    // A file that cannot be examined counts as missing.
    return null;
  }
}

function linkTarget(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null;
  }
}

/** The first bytes of a file; null if it cannot be read: a program can run without being readable. */
async function readHead(path: string): Promise<Uint8Array | null> {
  const head = new Uint8Array(HEAD_BYTES);
  let length = 0;
  try {
    using file = await Deno.open(path);
    while (length < HEAD_BYTES) {
      const count = await file.read(head.subarray(length));
      if (count === null) break;
      length += count;
    }
  } catch {
    return null;
  }
  return head.subarray(0, length);
}
