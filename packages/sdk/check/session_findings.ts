/**
 * What DBFlux cannot do with a session, by the methods that it lacks or that do not fit together.
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

/** Methods that are of no use without another. */
function halves({ definition }: Driver, session: Session): Finding[] {
  const findings: Finding[] = [];
  if (session.codeGenerators !== undefined && session.generateCode === undefined) {
    findings.push({
      id: "generators-without-code",
      severity: "error",
      subject: "generateCode",
      text: "The menu of a table offers statements, and every choice fails",
      remedy: "Give the session a method generateCode, or leave out codeGenerators",
    });
  }
  if (definition.schemaLoadingStrategy === "LazyPerDatabase" && session.schemaForDatabase === undefined) {
    findings.push({
      id: "lazy-without-schema",
      severity: "error",
      subject: "schemaLoadingStrategy",
      text: "LazyPerDatabase makes DBFlux ask for the schema of each database that is opened, and the session has none",
      remedy: "Give the session a method schemaForDatabase, or use SingleDatabase",
    });
  }
  return findings;
}

/** Capabilities that no method stands for, and methods that the host is not told of. */
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
          text: `DBFlux offers what ${flag} stands for, and it fails: the session has no ${methods.join(" or ")}`,
          remedy: "Leave the flag out of capabilities, or write the method",
        }
        : {
          id: "method-not-claimed",
          severity: "note",
          subject: flag,
          text: `The session has ${there.join(" and ")}, and capabilities take ${flag} away: DBFlux does not offer it`,
          remedy: "Leave capabilities to what follows from the methods, if it works",
        },
    ];
  });
}
