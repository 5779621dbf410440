/**
 * Bytes through a program, from its stdin to its stdout.
 *
 * @module
 */
import { CodingError } from "./coding_error.ts";

/** The package of Debian that has each program. */
const PACKAGES: Readonly<Record<string, string>> = { xz: "xz-utils", bzip2: "bzip2" };
/** How much of a program's complaint is kept. */
const MAX_COMPLAINT = 300;

/**
 * What a program makes of bytes.
 *
 * @returns A stream that fails with `CodingError` if the program is missing or ends with another code than 0, and with the
 * source's error. Cancelling it kills the program, and cancels the source.
 */
export function throughProgram(
  bytes: ReadableStream<Uint8Array>,
  program: string,
  args: string[],
): ReadableStream<Uint8Array> {
  let run: Run | null = null;
  return new ReadableStream({
    async pull(controller) {
      run ??= await started(bytes, program, args);
      const { value, done } = await run.output.read();
      if (!done) return controller.enqueue(value);
      await run.end();
      controller.close();
    },
    async cancel(reason) {
      if (run === null) await bytes.cancel(reason);
      else await run.stop(reason);
    },
  }, { highWaterMark: 0 });
}

/** A running program. */
interface Run {
  readonly output: ReadableStreamDefaultReader<Uint8Array>;
  /** Waits until it has ended; throws if it has failed, or its source. */
  end(): Promise<void>;
  stop(reason: unknown): Promise<void>;
}

async function started(bytes: ReadableStream<Uint8Array>, program: string, args: string[]): Promise<Run> {
  const child = await spawned(bytes, program, args);
  const controller = new AbortController();
  // A program that refuses its input closes it early: its exit code says why.
  const feeding = bytes.pipeTo(child.stdin, { signal: controller.signal }).then(() => null, (error) => ({ error }));
  const complaint = textOf(child.stderr);
  const output = child.stdout.getReader();
  return {
    output,
    async end() {
      const [fed, text, { success }] = await Promise.all([feeding, complaint, child.status]);
      if (fed !== null && !(fed.error instanceof Deno.errors.BrokenPipe)) throw fed.error;
      if (!success) throw new CodingError(`Cannot use the bytes: ${text === "" ? `${program} failed` : text}`);
    },
    async stop(reason) {
      controller.abort(reason);
      child.kill("SIGKILL");
      await Promise.all([feeding, complaint, child.status, output.cancel()]);
    },
  };
}

async function spawned(bytes: ReadableStream<Uint8Array>, program: string, args: string[]): Promise<Deno.ChildProcess> {
  try {
    return new Deno.Command(program, { args, stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    const remedy = `install it: apt-get install ${PACKAGES[program] ?? program}`;
    const error = new CodingError(`Cannot use the bytes: the program ${program} is missing; ${remedy}`, { cause });
    await bytes.cancel(error);
    throw error;
  }
}

async function textOf(stderr: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const part of stderr.pipeThrough(new TextDecoderStream())) text = (text + part).slice(0, MAX_COMPLAINT);
  return text.trim().split("\n")[0]!;
}
