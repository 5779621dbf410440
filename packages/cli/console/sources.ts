/**
 * What a console shows: the sources that its command line names, or else the mock driver.
 *
 * @module
 */
import { basename } from "node:path";
import type { ConsoleSource } from "@fluxwire/console";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { DriverSource } from "./driver_source.ts";
import { KeptStatements, statementsFile } from "./kept_statements.ts";
import { RecordingSource } from "./recording_source.ts";
import { SOURCE_KINDS } from "./source_kinds.ts";
import { sourceTitle } from "./source_title.ts";
import { targetKey } from "./target_key.ts";
import { targetsOf } from "./targets.ts";

/**
 * Opens the sources: drivers first, then other kinds, then recordings.
 *
 * @param stack Closes them, until it is moved.
 * @throws What a driver's start, a recording or a kind's module throws.
 */
export async function sourcesOf(context: Context, stack: AsyncDisposableStack): Promise<ConsoleSource[]> {
  const { args } = context, targets = targetsOf(args);
  const isNothing = targets.length === 0 && args.arguments.length === 0 &&
    SOURCE_KINDS.every(({ flag }) => !args.has(flag.name));
  const adopt = <S extends ConsoleSource>(source: S) => stack.adopt(source, (opened) => opened.close());
  const recordings = await recordingsOf(context), drivers: ConsoleSource[] = [];
  const files = recordings.map((one) => ({ id: one.id, name: one.title, lines: one.stream("wire")! }));
  const statements = args.has("keep-history") ? new KeptStatements(statementsFile()) : null;
  for (const [index, target] of (isNothing ? [args] : targets).entries()) {
    const driver = stack.use(new Driver({ ...context, args: target }));
    await driver.launch();
    const kept = statements?.of(targetKey(driver.target, target.command, Deno.cwd())) ?? null;
    const source = adopt(
      new DriverSource(numbered("driver", index), sourceTitle(driver.target), driver, { files, statements: kept }),
    );
    if (isNothing && !args.has("view")) source.beginTour();
    drivers.push(source);
  }
  const others = await kindsOf(context, adopt);
  return [...drivers, ...others, ...recordings];
}

/** @param adopt Closes each, also if a later one cannot be opened. */
async function kindsOf(
  { args, signal }: Context,
  adopt: (source: ConsoleSource) => ConsoleSource,
): Promise<ConsoleSource[]> {
  const opened: ConsoleSource[] = [];
  for (const { flag, load } of SOURCE_KINDS) {
    for (const [index, value] of args.all(flag.name).entries()) {
      const { openSource } = await load();
      opened.push(adopt(await openSource({ id: numbered(flag.name, index), value, args, signal })));
    }
  }
  return opened;
}

async function recordingsOf({ args, signal }: Context): Promise<ConsoleSource[]> {
  const files = args.arguments;
  const recordings = files.map((path, index) => new RecordingSource(`recording-${index + 1}`, basename(path)));
  await Promise.all(recordings.map((recording, index) => recording.read(files[index]!, signal)));
  return recordings;
}

/** An id: the first of a kind is `driver`, the second `driver-2`. */
function numbered(kind: string, index: number): string {
  return index === 0 ? kind : `${kind}-${index + 1}`;
}
