/**
 * The mock driver with faults, in this process, as the conformance suite reaches it.
 *
 * @module
 */
import { type DriverClient, type SessionRequest, sessionRequest } from "@fluxwire/wire/client";
import type { Layout } from "@fluxwire/wire";
import type { Transport } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import { checksOf, withNeeds } from "../../packages/testing/conformance/checks.ts";
import type { Suite } from "../../packages/testing/conformance/check.ts";
import { runChecks } from "../../packages/testing/conformance/runner/run_checks.ts";
import type { Subject } from "../../packages/testing/conformance/runner/subject.ts";
import type { CheckResult } from "../../packages/testing/conformance/runner/verdict.ts";
import { FaultyMock } from "../../packages/mock-driver/testing/faulty_mock.ts";

/** The token of the mocks. */
export const TOKEN = "the token of the tests";

/** Options of a run against a mock with faults. */
export interface FaultyRun {
  /** The faults, each as `NAME` or `NAME:N`. */
  faults: readonly string[];
  /**
   * The checks: a suite, or ids.
   *
   * @default {"full"}
   */
  checks?: Suite | readonly string[];
  /**
   * The layout of the host.
   *
   * @default {"0.7.1"}
   */
  layout?: Layout;
  /**
   * How long a check may take, in milliseconds.
   *
   * @default {1000}
   */
  deadlineMs?: number;
}

/** Runs checks on a mock with faults, one after the other, each with a session of its own. */
export async function runOnMock(
  { faults, checks = "full", layout = "0.7.1", deadlineMs = 1_000 }: FaultyRun,
): Promise<CheckResult[]> {
  await using mock = new FaultyMock(faults, { token: TOKEN, layout });
  return await runChecks(subjectOf(mock), {
    checks: typeof checks === "string" ? checksOf(checks) : withNeeds(checks),
    layouts: [layout],
    deadlineMs,
    concurrency: 1,
    sharesSessions: false,
    signal: new AbortController().signal,
  });
}

/** A mock as the suite reaches it. */
export function subjectOf(mock: FaultyMock): Subject {
  const secrets = new Secrets();
  secrets.add([TOKEN]);
  return {
    dial: (): Promise<Transport> => Promise.resolve(mock.connect().transport),
    token: TOKEN,
    isTokenItsOwn: true,
    secrets,
    sessionRequest: (hello: DriverClient["hello"], layout: Layout): SessionRequest => sessionRequest({ hello, layout }),
    restart: null,
    ends: [],
  };
}
