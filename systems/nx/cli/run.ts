/**
 * `fluxwire nx run`: runs the drivers of an instances file until it is stopped.
 *
 * @module
 */
import { counted, EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { dirname } from "node:path";
import { ControlServer, HostControl, makePrivateFolder, NewFolders } from "@fluxwire/supervise";
import { aborted } from "@fluxwire/transport";
import { nxVerbs } from "../control/nx_verbs.ts";
import { ServedHost } from "../host/serve_host.ts";
import { findConfigProblems } from "../instances/config_schema.ts";
import { findMissingPrograms } from "../instances/missing_programs.ts";
import { problemLine } from "../instances/problem.ts";
import { type ReadInstances, readInstancesFile } from "../instances/read_instances.ts";
import { LogShipper } from "../log/shipper.ts";
import { CORE_VARIABLES, CoreSink } from "../publish/core_sink.ts";
import { FileSink } from "../publish/file_sink.ts";
import { LastPublished } from "../publish/last_published.ts";
import { Publisher } from "../publish/publisher.ts";
import type { Sink } from "../publish/record.ts";
import { type RunOptions, runOptions } from "./run_options.ts";

/** Checks the file, or runs it until a signal or `stop` ends the host. */
export async function run({ flags, output, signal }: VerbContext): Promise<number> {
  const options = runOptions(flags);
  const read = await readInstancesFile(options.instances), { instances } = read;
  const problems = [...read.problems, ...await findConfigProblems(read, options.driversDir)];
  if (flags.has("check")) {
    const missing = await findMissingPrograms(read, options.driversDir);
    return report(output, flags.text("instances")!, instances.length, [...problems, ...missing]);
  }
  if (problems.some(({ isWarning }) => !isWarning)) {
    report(output, flags.text("instances")!, instances.length, problems);
    return EXIT.usage;
  }
  using made = new NewFolders(foldersOf(options));
  if (options.logDir !== null) makePrivateFolder(options.logDir);
  const shipper = new LogShipper({ sink: Deno.stderr, level: options.logLevel, format: options.logFormat });
  const published = new LastPublished();
  await using served = await ServedHost.listen(instances, {
    folders: { driversDir: options.driversDir, outDir: options.outDir },
    socketPath: options.socketPath,
    publisher: new Publisher([
      ...sinksOf(options, (text) => shipper.note("warn", `Publisher core: ${text}`)),
      published,
    ]),
    requireToken: options.requireToken,
    logFolder: options.logDir,
    onNote: (level, text) => shipper.note(level, text),
  });
  const { host } = served;
  const control = new HostControl({
    ids: host.services.map(({ id }) => id),
    status: () => host.status(),
    restart: (id) => host.restart(id),
    stop: (id) => host.stop(id),
    log: (id) => host.service(id).log,
  });
  await using server = await ControlServer.listen(options.controlPath, {
    ...control.verbs,
    ...nxVerbs(host, published),
  });
  made.keep();
  for (const service of host.services) shipper.follow(service);
  for (const problem of problems) shipper.note("warn", problemLine(options.instances, problem));
  shipper.note(
    "info",
    `Running ${counted(instances.length, "instance")}; socket ${options.socketPath}; control ${options.controlPath}`,
  );
  const starting = host.start();
  await Promise.race([control.stopped, aborted(signal)]);
  await served.stop();
  await starting;
  control.end();
  await server.close();
  shipper.note("info", "The host is stopped");
  await shipper.end();
  return EXIT.done;
}

/** The folders that a start makes. On Windows the control socket is a pipe, which stands in none. */
function foldersOf({ logDir, outDir, socketPath, controlPath }: RunOptions): string[] {
  const sockets = Deno.build.os === "windows" ? [socketPath] : [socketPath, controlPath];
  return [...(logDir === null ? [] : [logDir]), outDir, ...sockets.map((path) => dirname(path))];
}

/** Says all problems. The exit code is 1 if one is no warning. */
function report(
  output: VerbContext["output"],
  file: string,
  count: number,
  problems: ReadInstances["problems"],
): number {
  const errors = problems.filter(({ isWarning }) => !isWarning).length;
  if (output.isJson) output.json({ file, instances: count, problems });
  else for (const problem of problems) writeLine(output, errors > 0, problemLine(file, problem));
  if (errors === 0 && !output.isJson) output.line(`${file}: ${counted(count, "instance")}, no errors`);
  return errors === 0 ? EXIT.done : EXIT.usage;
}

function writeLine(output: VerbContext["output"], isFailure: boolean, line: string): void {
  if (isFailure) console.error(line);
  else output.line(line);
}

function sinksOf({ publishers, publisherDir }: RunOptions, onFailure: (text: string) => void): Sink[] {
  return publishers.flatMap((word): Sink[] => {
    switch (word) {
      case "file":
        return [new FileSink(publisherDir)];
      case "core":
        return [new CoreSink(coreAddress(), onFailure)];
      case "noop":
        return [];
    }
  });
}

/** Where the core is. @throws {UsageError} if no variable says so. */
function coreAddress(): string {
  const address = CORE_VARIABLES.map((name) => Deno.env.get(name)).find((value) => value);
  if (address !== undefined) return address;
  throw new UsageError(`Cannot use -publisher core: set ${CORE_VARIABLES.join(", ")} to HOST:PORT or unix:PATH`);
}
