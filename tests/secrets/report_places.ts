/**
 * What conformance reports keep.
 *
 * @module
 */
import { junitReport, type RunFacts, type Subject, summaryOf } from "@fluxwire/testing/conformance";
import { Secrets } from "@fluxwire/transport/secrets";
import { profileSecrets, secretFields } from "@fluxwire/wire/secrets";
import { reportPage } from "../../packages/cli/console/checks/report_page.ts";
import type { Check } from "../../packages/testing/conformance/check.ts";
import { Facts } from "../../packages/testing/conformance/runner/facts.ts";
import { runCheck } from "../../packages/testing/conformance/runner/run_check.ts";
import type { CheckResult } from "../../packages/testing/conformance/runner/verdict.ts";
import { Violation } from "../../packages/testing/conformance/runner/violation.ts";
import { concat } from "../../packages/mock-driver/concat.ts";
import { FaultyMock } from "../../packages/mock-driver/testing/faulty_mock.ts";
import { ADDRESS, BYTES, linesOf, PLANTED, TEXT_LINES } from "./planted.ts";
import { profileWith } from "./sdk_places.ts";

const FACTS: RunFacts = {
  driver: "planted",
  version: "1",
  suite: "core",
  startedAt: new Date(0),
  deno: Deno.version.deno,
};

/** The places, each with its whole contents. */
export async function keptByReports(): Promise<Record<string, string | Uint8Array>> {
  await using mock = new FaultyMock([], { token: PLANTED.token, layout: "0.7.1" });
  const subject = subjectOf(mock), results: CheckResult[] = [];
  const statements = [...TEXT_LINES.map(linesOf), "bytes"];
  for (const [i, sql] of statements.entries()) {
    const check = checkOf(sql, sql === "bytes" ? BYTES : []);
    const { result } = await runCheck(`planted.${i}`, check, {
      subject,
      layout: "0.7.1",
      facts: new Facts(),
      keeper: null,
      deadlineMs: 10_000,
      signal: new AbortController().signal,
    });
    results.push(result);
  }
  const summary = summaryOf(results, [], 1);
  const frames = results.flatMap(({ frames }) => frames);
  return {
    "report": JSON.stringify(results.map(({ frames: _, ...result }) => result)),
    "report as a page": [...reportPage({ results, summary, facts: FACTS, title: "planted" })].join(""),
    "report of JUnit": junitReport(results, summary, FACTS),
    "frames of a report": concat(frames.map(({ hex }) => Uint8Array.fromHex(hex))),
  };
}

/** Sends a statement, and fails with it. */
function checkOf(sql: string, params: readonly Uint8Array[]): Check {
  return {
    section: "secrets",
    suite: "core",
    text: "It repeats secrets",
    async run(bench) {
      const end = await bench.freshSession();
      for (let i = 0; i === 0 || i < params.length; i += 20) {
        await end.ask({ type: "Execute", request: { sql, params: params.slice(i, i + 20) } });
      }
      throw new Violation(sql);
    },
  };
}

function subjectOf(mock: FaultyMock): Subject {
  const secrets = new Secrets();
  secrets.add([PLANTED.token]);
  return {
    dial: () => Promise.resolve(mock.connect().transport),
    token: PLANTED.token,
    isTokenItsOwn: true,
    secrets,
    sessionRequest({ formDefinition }) {
      const profileJson = profileWith({ address: ADDRESS, client_key: PLANTED.key });
      const { password, sshSecret } = PLANTED;
      secrets.add([password, sshSecret, ...profileSecrets(profileJson, secretFields(formDefinition))]);
      return { profileJson, password, sshSecret };
    },
    restart: null,
    ends: [],
  };
}
