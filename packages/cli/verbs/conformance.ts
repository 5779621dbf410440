/**
 * `fluxwire probe conformance`: checks a driver against PROTOCOL.md.
 *
 * @module
 */
import { basename } from "node:path";
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import {
  applyExpectations,
  type CheckResult,
  CHECKS,
  checksOf,
  type CheckTable,
  type Expectation,
  isClean,
  junitReport,
  parseExpectations,
  runChecks,
  type RunFacts,
  type Suite,
  SUITES,
  type Summary,
  summaryOf,
  summaryText,
  withNeeds,
} from "@fluxwire/testing/conformance";
import { shownResults } from "../conformance/shown_results.ts";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { DriverSubject } from "../driver/driver_subject.ts";
import { msSince, msText } from "../command/duration.ts";
import { type Colour, EXIT, Interrupted, oneLine, type Output, UsageError } from "@fluxwire/command";
import { readInput, utf8Text } from "../command/input.ts";

const DEFAULT_DEADLINE_MS = 5_000;
const DEFAULT_SUITE: Suite = "full";
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

/**
 * Runs the checks, shows those that did not pass, and writes the reports.
 *
 * @param options.clientName What they call themselves in Hello, instead of DBFlux's name.
 */
export async function run(context: Context, options: { readonly clientName?: string } = {}): Promise<number> {
  const { args, output, signal } = context;
  const checks = chosenChecks(args);
  if (args.has("list")) return list(checks, output);
  const layouts = chosenLayouts(args);
  const expectations = await readExpectations(args, signal);
  const files = await reportFiles(args);
  await using subject = new DriverSubject(context, options);
  await subject.launch();
  (await subject.dial(signal)).close();
  const start = performance.now(), startedAt = new Date(), total = countOf(checks, layouts);
  const soFar: CheckResult[] = [];
  const found = await runChecks(subject, {
    checks,
    layouts,
    deadlineMs: args.milliseconds("deadline") ?? DEFAULT_DEADLINE_MS,
    concurrency: args.text("suite") === "hostile" ? 1 : CONCURRENCY,
    sharesSessions: true,
    signal,
    onResult(result) {
      soFar.push(result);
      output.progress(`run ${soFar.length} of ${total}: ${result.id} in layout ${result.layout}`);
    },
  }).catch((error) => {
    if (!signal.aborted) throw error;
    return null;
  });
  output.progress("");
  const { results, stale } = applyExpectations(found ?? soFar, expectations, Object.keys(CHECKS));
  const summary = summaryOf(results, stale, msSince(start), { interrupted: found === null });
  const facts = factsOf(args, subject, startedAt);
  for (const { path, write } of files) await write(path, results, summary, facts);
  const isInterrupted = found === null && signal.reason instanceof Interrupted;
  // A document is either a report or a failure: only an interruption is none.
  if (found !== null || isInterrupted || !output.isJson) show(results, summary, output, args.has("verbose"));
  if (found === null) return isInterrupted ? signal.reason.exitCode : raise(signal.reason);
  return isClean(summary) ? EXIT.done : EXIT.checkFailed;
}

function raise(reason: unknown): never {
  throw reason;
}

/** What was run, with nothing secret. */
function factsOf(args: CommandLine, { identity, secrets }: DriverSubject, startedAt: Date): RunFacts {
  return {
    driver: identity === null ? null : secrets.mask(identity.driver),
    version: identity === null ? null : secrets.mask(identity.version),
    suite: args.text("only") ?? args.text("suite") ?? DEFAULT_SUITE,
    startedAt,
    deno: Deno.version.deno,
  };
}

function chosenChecks(args: CommandLine): CheckTable {
  const suite: Suite = args.choice("suite", SUITES) ?? DEFAULT_SUITE;
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
  write(path: string, results: readonly CheckResult[], summary: Summary, facts: RunFacts): Promise<void>;
}

/** The requested reports; paths that cannot be written are refused before anything is started. */
async function reportFiles(args: CommandLine): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  const junit = args.text("junit"), html = args.text("html");
  if (junit !== null) {
    files.push({
      path: junit,
      async write(path, results, summary, facts) {
        await writeText(path, junitReport(results, summary, facts));
      },
    });
  }
  if (html !== null) {
    // Loaded when a page is wanted, and before the run: an interrupted one has little time left.
    const { reportPage } = await import("../console/checks/report_page.ts");
    files.push({
      path: html,
      async write(path, results, summary, facts) {
        await writeText(path, [...reportPage({ results, summary, facts, title: titleOf(args) })].join(""));
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

/** The report's title. It leaves out a command's arguments, which may hold secrets, and its folder. */
function titleOf(args: CommandLine): string {
  const [program] = args.command ?? [];
  const name = (program && basename(program)) ?? args.text("service") ?? args.text("socket") ?? "the mock driver";
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

function show(results: readonly CheckResult[], summary: Summary, output: Output, isVerbose: boolean): void {
  if (output.isJson) return output.json({ checks: results, summary });
  for (const { lines, folded } of shownResults(results, isVerbose)) {
    for (const result of lines) showResult(result, output);
    if (folded !== null) output.line(output.paint(folded, "yellow"));
  }
  for (const { id, line, message } of summary.stale) {
    output.line(`${output.paint("stale".padEnd(16), "red")}  line ${line}  ${id}  ${message}`);
  }
  output.line(output.paint(`${summaryText(summary)}, in ${msText(summary.ms)}`, isClean(summary) ? "green" : "red"));
}

function showResult({ verdict, id, layout, message = "", ms }: CheckResult, output: Output): void {
  const head = `${output.paint(verdict.padEnd(16), COLOURS[verdict])}  ${layout.padEnd(5)}  ${id}`;
  output.line(`${head}  ${output.paint(msText(ms), "dim")}  ${oneLine(message)}`.trimEnd());
}
