/**
 * The servers that are measured, and the load that measures them.
 *
 * @module
 */
import { built } from "../../peers/built.ts";

/** What one run of the load gives, each a second. */
export interface Rates {
  /** Unary calls, one at a time. */
  callsOne: number;
  /** Unary calls, 100 in flight. */
  callsHundred: number;
  /** Messages of 100 bytes in a stream of the server. */
  items: number;
  /** Megabytes in a stream of the server. */
  megabytesOut: number;
  /** Megabytes in a stream of the client. */
  megabytesIn: number;
}

/** A server that runs. */
export interface Subject {
  /** Its name. */
  name: string;
  /** Where it listens. */
  address: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Starts the three servers on Unix sockets in a folder. */
export async function startSubjects(folder: string): Promise<Subject[]> {
  const file = (name: string) => new URL(name, import.meta.url).pathname;
  const deno = [Deno.execPath(), "run", "--no-prompt", "-A"];
  const address = (name: string) => `unix:${folder}/${name}.sock`;
  return await Promise.all([
    start("Go", address("go"), [await built("go-grpc"), "serve", address("go")]),
    start("Fluxwire", address("fluxwire"), [...deno, file("ours.ts"), address("fluxwire")]),
    start("grpc-js on Deno", address("js"), [...deno, file("grpc_js.cjs"), await built("node"), address("js")]),
  ]);
}

/** Measures a server with Go's client, for that long each. */
export async function measure(subject: Subject, each: string): Promise<Rates> {
  const command = new Deno.Command(await built("go-grpc"), {
    args: ["load", subject.address, each],
    stderr: "inherit",
  });
  const { success, stdout } = await command.output();
  if (!success) throw new Error(`Cannot measure ${subject.name}: the load failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function start(name: string, address: string, [program, ...args]: string[]): Promise<Subject> {
  const process = new Deno.Command(program!, { args, stdout: "piped", stderr: "inherit" }).spawn();
  const reader = process.stdout.getReader();
  const first = await reader.read();
  if (first.done) throw new Error(`Cannot start ${name}: it ended`);
  return {
    name,
    address,
    async stop() {
      process.kill("SIGKILL");
      await process.status;
      await reader.cancel();
    },
  };
}
