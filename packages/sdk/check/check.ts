/**
 * The whole check of a driver.
 *
 * @module
 */
import type { Driver } from "../driver.ts";
import { type FlagSet, namesOf } from "../flags.ts";
import type { Session } from "../methods/session.ts";
import { describeSession } from "../session_description.ts";
import { METHOD_NAMES } from "../session_methods.ts";
import { descriptionFindings } from "./description_findings.ts";
import { displayFindings } from "./display_findings.ts";
import type { Finding } from "./finding.ts";
import { formFindings } from "./form_findings.ts";
import { layoutFindings } from "./layout_findings.ts";
import { close, open, type OpeningOptions } from "./trial_session.ts";
import { type Report, toReport } from "./report.ts";
import { sessionFindings } from "./session_findings.ts";
import { treeFindings } from "./tree_findings.ts";

/**
 * Checks a driver. Opens and closes a session if possible.
 *
 * @throws {UsageError} for a value of a field that the form does not have.
 */
export async function check(driver: Driver, options: OpeningOptions): Promise<Report> {
  const { definition: { id, name, version }, formDefinition } = driver;
  const opening = await open(driver, options);
  const findings = [...descriptionFindings(driver), ...formFindings(formDefinition)];
  let metadata = driver.metadata;
  const flags = new Map<FlagSet, bigint>();
  let session: Report["session"];
  if ("session" in opening) {
    const description = describeSession(driver, opening.session);
    metadata = description.metadata;
    flags.set("SchemaFeatures", BigInt(description.schemaFeatures));
    flags.set("CodeGenCapabilities", BigInt(description.codeGenCapabilities));
    findings.push(...sessionFindings(driver, opening.session, metadata.capabilities));
    findings.push(...await treeFindings(driver, opening, options.timeoutMs));
    session = { opened: true, methods: methodsOf(opening.session) };
    const failure = await close(opening.session, options.timeoutMs);
    if (failure !== null) findings.push(notClosed(failure));
  } else {
    session = { opened: false, reason: opening.reason };
    findings.push(notOpened(opening.reason));
  }
  flags.set("DriverCapabilities", metadata.capabilities);
  findings.push(
    ...displayFindings(driver, session.opened ? metadata : null),
    ...layoutFindings(driver, { metadata, flags }),
  );
  return toReport({
    driver: { id, name, version },
    session,
    capabilities: namesOf("DriverCapabilities", metadata.capabilities),
    findings,
  });
}

/**
 * The report of a module that could not be imported.
 *
 * @param reason The error of the module, and whether it tried to end the process.
 */
export function notImported(reason: { failure: string; hasEnded: boolean }): Report {
  const { failure, hasEnded } = reason;
  const remedy = hasEnded
    ? "Serve only if the module is the program: if (import.meta.main) await serve(driver)"
    : "Correct the error that the message names; deno check shows details";
  const text = `The module cannot be imported: ${failure}`;
  const finding: Finding = { id: "not-imported", severity: "error", subject: "module", text, remedy };
  return toReport({
    driver: null,
    session: { opened: false, reason: "there is no driver" },
    capabilities: [],
    findings: [finding],
  });
}

function notOpened(reason: string): Finding {
  return {
    id: "session-not-opened",
    severity: "note",
    subject: "open",
    text: `The methods were not checked: no session could be opened with these values: ${reason}`,
    remedy: "Give values with --value and --password-env, and give the process the driver's permissions",
  };
}

function notClosed(reason: string): Finding {
  return {
    id: "session-not-closed",
    severity: "error",
    subject: "close",
    text: `The session could not be closed: ${reason}`,
    remedy: "Make close release the resources of open without throwing",
  };
}

/** The names of a session's methods, in the order of the protocol. */
function methodsOf(session: Session): string[] {
  return METHOD_NAMES.filter((name) => session[name] !== undefined);
}
