/**
 * `fluxwire check`: what DBFlux cannot do with a driver.
 *
 * @module
 */
import {
  checkFile,
  type CheckRequest,
  countOf,
  DEFAULT_TIMEOUT_MS,
  type Report,
  toText,
  UsageError as CheckUsageError,
} from "@fluxwire/sdk/check";
import type { Context } from "../command/context.ts";
import { EXIT, UsageError } from "@fluxwire/command";
import { aborted } from "@fluxwire/transport";
import { valuesOf } from "../command/form_values.ts";
import { requiredVariable } from "../command/variables.ts";

/** Checks a module, shows the findings, and returns 8 if a finding is an error. */
export async function run({ args, output, signal }: Context): Promise<number> {
  const [file] = args.arguments;
  if (file === undefined) throw new UsageError("Missing FILE: give the module that exports the driver");
  const variable = args.text("password-env");
  const request = {
    file,
    values: valuesOf(args),
    password: variable === null ? null : requiredVariable("password-env", variable),
    timeoutMs: args.milliseconds("timeout") ?? DEFAULT_TIMEOUT_MS,
  };
  const ended = aborted(signal).then((reason) => Promise.reject(reason));
  const report = await Promise.race([reportOf(request), ended]);
  if (output.isJson) output.json(report);
  else output.line(toText(report).trimEnd());
  return countOf(report.findings, "error") > 0 ? EXIT.checkFailed : EXIT.done;
}

async function reportOf(request: CheckRequest): Promise<Report> {
  try {
    return await checkFile(request);
  } catch (error) {
    if (!(error instanceof CheckUsageError)) throw error;
    throw new UsageError(`Cannot check driver: ${error.message}`, { cause: error });
  }
}
