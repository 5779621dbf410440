/**
 * Findings about methods that a session lacks, or that do not fit together.
 *
 * @module
 */
import type { Driver } from "../driver.ts";
import { CAPABILITIES_OF } from "../capabilities.ts";
import { namesOf } from "../flags.ts";
import type { Session } from "../methods/session.ts";
import type { Finding } from "./finding.ts";
import { CONSEQUENCES } from "./method_consequences.ts";

/** Findings about the methods of a session. */
export function sessionFindings(driver: Driver, session: Session, capabilities: bigint): Finding[] {
  return [
    ...missing(driver, session),
    ...halves(driver, session),
    ...claims(session, namesOf("DriverCapabilities", capabilities)),
  ];
}

function missing({ metadata: { category } }: Driver, session: Session): Finding[] {
  return Object.entries(CONSEQUENCES).flatMap(([name, { severity, text, categories }]) => {
    if (session[name as keyof Session] !== undefined) return [];
    if (categories !== undefined && !categories.includes(category)) return [];
    return [{ id: "missing-method", severity, subject: name, text, remedy: `Give the session a method ${name}` }];
  });
}

/** Findings about methods that need another method to be useful. */
function halves({ definition }: Driver, session: Session): Finding[] {
  const findings: Finding[] = [];
  if (session.codeGenerators !== undefined && session.generateCode === undefined) {
    findings.push({
      id: "generators-without-code",
      severity: "error",
      subject: "generateCode",
      text: "The menu of a table offers statements, but every choice fails",
      remedy: "Give the session a method generateCode, or leave out codeGenerators",
    });
  }
  if (definition.schemaLoadingStrategy === "LazyPerDatabase" && session.schemaForDatabase === undefined) {
    findings.push({
      id: "lazy-without-schema",
      severity: "error",
      subject: "schemaLoadingStrategy",
      text:
        "LazyPerDatabase makes DBFlux request the schema of each opened database, but the session has no method for it",
      remedy: "Give the session a method schemaForDatabase, or use SingleDatabase",
    });
  }
  return findings;
}

/** Findings about capabilities without a method, and methods whose capability is removed. */
function claims(session: Session, claimed: readonly string[]): Finding[] {
  const methodsOf = new Map<string, string[]>();
  for (const [method, flags] of Object.entries(CAPABILITIES_OF)) {
    for (const flag of flags) methodsOf.set(flag, [...methodsOf.get(flag) ?? [], method]);
  }
  return [...methodsOf].flatMap(([flag, methods]): Finding[] => {
    const there = methods.filter((method) => session[method as keyof Session] !== undefined);
    if (claimed.includes(flag) === there.length > 0) return [];
    return [
      there.length === 0
        ? {
          id: "claimed-without-method",
          severity: "warning",
          subject: flag,
          text: `DBFlux offers the feature of ${flag}, but it fails: the session has no ${methods.join(" or ")}`,
          remedy: "Leave the flag out of capabilities, or write the method",
        }
        : {
          id: "method-not-claimed",
          severity: "note",
          subject: flag,
          text: `The session has ${
            there.join(" and ")
          }, but capabilities remove ${flag}: DBFlux does not offer the feature`,
          remedy: "Let the flag follow from the methods, if they work",
        },
    ];
  });
}
