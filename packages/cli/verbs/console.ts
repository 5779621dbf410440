/**
 * `fluxwire console`: looks at drivers, hosts and recordings in a browser.
 *
 * @module
 */
import { type Console, serveConsole } from "@fluxwire/console";
import { Interrupted, oneLine } from "@fluxwire/command";
import { aborted } from "@fluxwire/transport";
import type { Context } from "../command/context.ts";
import { VERSION } from "../command/version.ts";
import { BrowserFile } from "../console/open_browser.ts";
import { sourcesOf } from "../console/sources.ts";

/** Serves the page until it is interrupted. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const port = args.count("port", 65_535) ?? 0, isView = args.has("view");
  await using stack = new AsyncDisposableStack();
  const sources = await sourcesOf(context, stack);
  const running = stack.use(serveConsole({ sources, version: VERSION, port, isView }));
  stack.move();
  await using _console = running;
  const show = () => {
    const address = running.open();
    if (output.isJson) output.json({ event: "listening", address });
    else output.line(`Console   ${address}   opens once, within 10 minutes; Enter prints another, Ctrl+C ends`);
  };
  show();
  if (!output.isJson) { for (const { title } of sources) output.line(`Source    ${oneLine(title)}`); }
  using _file = args.has("open") ? await opened(running, context) : null;
  const end = await Promise.race([aborted(signal), showAtEnter(show)]);
  if (end instanceof Interrupted) return end.exitCode;
  throw end;
}

async function opened(running: Console, { output }: Context): Promise<BrowserFile> {
  const file = new BrowserFile(running.open());
  if (!await file.open()) output.warn("no browser took the page: open the address yourself");
  return file;
}

/** Calls back at each line of stdin; never resolves, as the page goes on without it. */
async function showAtEnter(show: () => void): Promise<never> {
  for await (const chunk of Deno.stdin.readable) if (chunk.includes(10)) show();
  return await new Promise<never>(() => {});
}
