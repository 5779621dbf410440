/**
 * A driver that behaves like DBFlux's own example, byte for byte, in every layout. For trying and testing hosts.
 *
 * Needs `--allow-net`. It is started with `--socket NAME` and serves until it is killed. With
 * `--allow-env=FLUXWIRE_LIFELINE` it also ends with the lifeline of a Fluxwire host.
 *
 * @example
 * ```sh
 * deno run --allow-net jsr:@fluxwire/mock-driver --socket mock.sock
 * ```
 *
 * @module
 */
import { type MockOptions, parseCommandLine } from "./command_line.ts";
import { listenOn, print, runReference, serveMock } from "./reference.ts";

export { serveMock } from "./reference.ts";

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  if ("stdout" in command) {
    print(Deno.stdout, command.stdout);
    return command.code;
  }
  if ("stderr" in command) {
    print(Deno.stderr, command.stderr);
    return command.code;
  }
  if ("show" in command) {
    const { rendered } = await import("./show.ts");
    print(Deno.stdout, rendered(command.show));
    return 0;
  }
  const { socket, ...options } = command;
  return Object.keys(options).length === 0 ? await runReference(socket) : await runWith(socket, options);
}

/** Runs the mock driver with options. */
async function runWith(socket: string, options: MockOptions): Promise<number> {
  const { mockOf, OptionsError } = await import("./run.ts");
  try {
    const mock = mockOf(options);
    if (!await mock.prepare()) return 0;
    const listener = await listenOn(socket);
    if (listener === null) return 1;
    await mock.serve(listener, serveMock);
    return 0;
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    print(Deno.stderr, `Error: ${error.message}\n`);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
