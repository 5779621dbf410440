/**
 * The report of a search, as documents and as lines.
 *
 * @module
 */
import { type Finding, findingText, type FuzzEnd, type FuzzReport, toReproducer } from "@fluxwire/testing/fuzzing";
import { counted, oneLine } from "@fluxwire/command";

/** Why a search ended, as text. */
const ENDS: Readonly<Record<FuzzEnd, string>> = {
  "runs": "all runs are done",
  "duration": "the time is over",
  "findings": "the maximum of findings is reached",
  "driver-lost": "the driver was not started here, so it cannot be started again",
  "aborted": "it was stopped",
};

/** The document of a report; `files` has the file of each finding that was saved. */
export function reportJson(report: FuzzReport, files: ReadonlyMap<string, string>): unknown {
  return { ...report, findings: report.findings.map((finding) => findingJson(finding, report.seed, files)) };
}

function findingJson(finding: Finding, seed: number, files: ReadonlyMap<string, string>): unknown {
  const { id, oracle, method, field, run, count, isReproduced, sequence } = finding;
  const file = files.get(id) ?? null;
  return {
    id,
    oracle,
    method,
    field,
    message: findingText(finding),
    requests: sequence.steps.length,
    layout: sequence.layout,
    run,
    count,
    reproduced: isReproduced,
    file,
    // A finding that is in no file must be in the report.
    reproducer: file === null ? toReproducer(finding, seed) : null,
  };
}

/** One finding as lines. */
export function findingLines(finding: Finding, file: string | null): string[] {
  const { id, sequence: { steps, layout }, isReproduced } = finding;
  const requests = counted(steps.length, "request");
  const where = `${requests} in layout ${layout}${isReproduced ? "" : ", not reproduced"}`;
  return [`${id}  ${oneLine(findingText(finding))}`, `  ${where}${file === null ? "" : `; ${oneLine(file)}`}`];
}

/** All of it in one line. */
export function summaryLine(
  { seed, runs, requests, restarts, unconfirmed, ms, ended, lost, findings }: FuzzReport,
): string {
  const found = counted(findings.length, "finding");
  const more = [
    restarts === 0 ? "" : `, ${restarts} restarts`,
    unconfirmed === 0 ? "" : `, ${unconfirmed} late answers that were in time when repeated`,
  ].join("");
  return `${found} in ${runs} connections with ${requests} requests${more}; seed ${seed}, ` +
    `${(ms / 1_000).toFixed(1)} s: ${lost === null ? "" : `${oneLine(lost)}; `}${ENDS[ended]}`;
}
