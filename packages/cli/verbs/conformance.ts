/**
 * `fluxwire probe conformance`: checks a driver against PROTOCOL.md.
 *
 * @module
 */
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import {
  applyExpectations,
  type CheckResult,
  CHECKS,
  checksOf,
  type CheckTable,
  type Expectation,
  htmlReport,
  isClean,
  junitReport,
  parseExpectations,
  runChecks,
  type Suite,
  SUITES,
  type Summary,
  summaryOf,
  summaryText,
  withNeeds,
} from "@fluxwire/testing/conformance";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { DriverSubject } from "../driver/driver_subject.ts";
import { msSince, msText } from "../command/duration.ts";
import { EXIT } from "../command/exit_codes.ts";
import { oneLine } from "../command/one_line.ts";
import { readInput, utf8Text } from "../command/input.ts";
import type { Colour, Output } from "../command/output.ts";
import { UsageError } from "../command/usage_error.ts";

const DEFAULT_DEADLINE_MS = 5_000;
const DEFAULT_LAYOUT: Layout = "0.7.1";
/** How many checks run at once: they mostly wait for the driver. Hostile checks need all of it, so they run one by one. */
const CONCURRENCY = 4;

const COLOURS: Readonly<Record<CheckResult["verdict"], Colour>> = {
  "passed": "green",
  "failed": "red",
  "skipped": "yellow",
  "blocked": "yellow",
  "expected-failure": "dim",
};

/** Runs the checks, shows those that did not pass, and writes the reports. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const checks = chosenChecks(args);
  if (args.has("list")) return list(checks, output);
  const layouts = chosenLayouts(args);
  const expectations = await readExpectations(args, signal);
  const files = reportFiles(args);
  await using subject = new DriverSubject(context);
  await subject.launch();
  (await subject.dial(signal)).close();
  const start = performance.now(), total = countOf(checks, layouts);
  let done = 0;
  const found = await runChecks(subject, {
    checks,
    layouts,
    deadlineMs: args.milliseconds("deadline") ?? DEFAULT_DEADLINE_MS,
    concurrency: args.text("suite") === "hostile" ? 1 : CONCURRENCY,
    sharesSessions: true,
    signal,
    onResult: ({ id, layout }) => output.progress(`${++done} of ${total}: ${id} in layout ${layout}`),
  });
  output.progress("");
  const { results, stale } = applyExpectations(found, expectations, Object.keys(CHECKS));
  const summary = summaryOf(results, stale, msSince(start));
  for (const { path, write } of files) await write(path, results, summary);
  show(results, summary, output);
  return isClean(summary) ? EXIT.done : EXIT.checkFailed;
}

function chosenChecks(args: CommandLine): CheckTable {
  const suite: Suite = args.choice("suite", SUITES) ?? "full";
  const only = args.text("only");
  if (only === null) return checksOf(suite);
  if (args.has("suite")) throw new UsageError("Cannot use --only with --suite: give one of them");
  const ids = only.split(",").map((id) => id.trim());
  const unknown = ids.find((id) => !Object.hasOwn(CHECKS, id));
  if (unknown !== undefined) throw UsageError.unknown("check", unknown, Object.keys(CHECKS));
  return withNeeds(ids);
}

function chosenLayouts(args: CommandLine): readonly Layout[] {
  const text = args.text("layout");
  if (text === null || text === "auto") return [DEFAULT_LAYOUT];
  if (text === "all") return LAYOUTS;
  return text.split(",").map((name) => {
    const layout = LAYOUTS.find((layout) => layout === name);
    if (layout !== undefined) return layout;
    throw new UsageError(`Cannot use --layout ${text}: choose all, or of ${LAYOUTS.join(", ")}`);
  });
}

async function readExpectations(args: CommandLine, signal: AbortSignal): Promise<Expectation[]> {
  const path = args.text("expect");
  if (path === null) return [];
  const text = utf8Text(await readInput(path, signal));
  if (text === null) throw new UsageError(`Cannot read ${path}: it is not UTF-8`);
  try {
    return parseExpectations(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`Cannot read ${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A report and its file. */
interface ReportFile {
  path: string;
  write(path: string, results: readonly CheckResult[], summary: Summary): Promise<void>;
}

/** The requested reports; paths that cannot be written are refused before anything is started. */
function reportFiles(args: CommandLine): ReportFile[] {
  const files: ReportFile[] = [];
  const junit = args.text("junit"), html = args.text("html");
  if (junit !== null) {
    files.push({
      path: junit,
      async write(path, results, summary) {
        await writeText(path, junitReport(results, summary));
      },
    });
  }
  if (html !== null) {
    files.push({
      path: html,
      async write(path, results, summary) {
        await writeText(path, htmlReport(results, summary, titleOf(args)));
      },
    });
  }
  for (const { path } of files) {
    if (Deno.permissions.querySync({ name: "write", path }).state === "granted") continue;
    throw new UsageError(`Cannot write ${path}: permission is missing; run Deno with --allow-write=${path}`);
  }
  return files;
}

async function writeText(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text);
  } catch (error) {
    throw new UsageError(`Cannot write ${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** The report's title. It leaves out a command's arguments, which may hold secrets. */
function titleOf(args: CommandLine): string {
  const name = args.command?.[0] ?? args.text("service") ?? args.text("socket") ?? "the mock driver";
  return `Conformance of ${name}`;
}

function countOf(checks: CheckTable, layouts: readonly Layout[]): number {
  const of = (layout: Layout) =>
    Object.values(checks).filter((check) => check.layouts?.includes(layout) ?? true).length;
  return layouts.reduce((sum, layout) => sum + of(layout), 0);
}

function list(checks: CheckTable, output: Output): number {
  const lines = Object.entries(checks).map(([id, { section, suite, text, needs = [], layouts = LAYOUTS }]) => {
    return { id, section, suite, text, needs, layouts };
  });
  if (output.isJson) output.json({ checks: lines });
  else for (const { id, section, suite, text } of lines) output.line(`${id}  [${suite}, ${section}] ${text}`);
  return EXIT.done;
}

function show(results: readonly CheckResult[], summary: Summary, output: Output): void {
  if (output.isJson) return output.json({ checks: results, summary });
  for (const result of results) {
    const { verdict, id, layout, message = "", ms } = result;
    if (verdict === "passed") continue;
    const head = `${output.paint(verdict.padEnd(16), COLOURS[verdict])}  ${layout.padEnd(5)}  ${id}`;
    output.line(`${head}  ${output.paint(msText(ms), "dim")}  ${oneLine(message)}`.trimEnd());
  }
  for (const { id, line, message } of summary.stale) {
    output.line(`${output.paint("stale".padEnd(16), "red")}  line ${line}  ${id}  ${message}`);
  }
  output.line(output.paint(`${summaryText(summary)}, in ${msText(summary.ms)}`, isClean(summary) ? "green" : "red"));
}
