/**
 * Clients and servers in Python and Node.
 *
 * @module
 */
import { built } from "./built.ts";

/** A language, and how its programs are started. */
export interface Language {
  /** Its name. */
  name: string;
  /** The program that runs sources. */
  program: string;
  /** Its environment. */
  env: Record<string, string>;
  /** The file of the client. */
  client: string;
  /** The file of the server, which prints its port. */
  server: string;
}

/** Both languages, with their libraries installed. */
export async function languages(): Promise<Language[]> {
  const file = (path: string) => new URL(path, import.meta.url).pathname;
  return [
    {
      name: "Python",
      program: await built("python"),
      env: { PYTHONDONTWRITEBYTECODE: "1" },
      client: file("python/grpc/client.py"),
      server: file("python/grpc/server.py"),
    },
    {
      name: "Node",
      program: "node",
      env: { NODE_PATH: await built("node") },
      client: file("node/grpc/client.cjs"),
      server: file("node/grpc/server.cjs"),
    },
  ];
}

/** Starts the server of a language; gives its address. */
export async function startServer(language: Language): Promise<{ address: string; stop(): Promise<void> }> {
  const { program, env, server } = language;
  const process = new Deno.Command(program, { args: [server], env, stdout: "piped", stderr: "inherit" }).spawn();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const port = (await reader.read()).value?.trim();
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      process.kill("SIGKILL");
      await process.status;
      await reader.cancel();
    },
  };
}
