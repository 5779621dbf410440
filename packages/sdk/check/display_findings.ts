/**
 * Findings about texts and fields that DBFlux does not show, or shows without effect.
 *
 * @module
 */
import { type DriverMetadata, type FormFieldDef, SCHEMA } from "@fluxwire/wire";
import type { Driver } from "../driver.ts";
import { namesOf } from "../flags.ts";
import type { Finding } from "./finding.ts";

/** The characters of a description that fit DBFlux's list of drivers. */
const MAX_DESCRIPTION = 40;

/** The kinds of fields whose help DBFlux never shows. */
const WITHOUT_HELP: ReadonlySet<string> = new Set(["FilePath", "Checkbox"]);

/** The names of DBFlux's own drivers that are not those of a kind. */
const BUILT_IN_NAMES: readonly string[] = ["PostgreSQL", "SQL Server"];

/**
 * Findings about what users cannot see.
 *
 * @param opened The metadata of a session; null if none could be opened.
 */
export function displayFindings(driver: Driver, opened: DriverMetadata | null): Finding[] {
  const fields = driver.formDefinition.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  return [
    ...nameOfBuiltIn(driver),
    ...longDescription(driver),
    ...builder(driver),
    ...fields.flatMap(helpNotShown),
    ...(opened === null ? [] : toldTooLate(driver, opened)),
  ];
}

function nameOfBuiltIn({ metadata: { displayName: name } }: Driver): Finding[] {
  const kinds = SCHEMA["DbKind"]!;
  const known = [...BUILT_IN_NAMES, ...("variants" in kinds ? kinds.variants.map((variant) => variant.name) : [])];
  if (!known.some((one) => one.toLowerCase() === name.trim().toLowerCase())) return [];
  return [{
    id: "name-of-built-in",
    severity: "warning",
    subject: "name",
    text: `DBFlux's own driver is also called ${name}: users cannot tell the two apart`,
    remedy: "Make the name different",
  }];
}

function longDescription({ metadata: { description } }: Driver): Finding[] {
  const { length } = [...description];
  if (length <= MAX_DESCRIPTION) return [];
  return [{
    id: "description-cut",
    severity: "warning",
    subject: "description",
    text: `DBFlux cuts descriptions after ${MAX_DESCRIPTION} characters, and this one has ${length}`,
    remedy: "Shorten it",
  }];
}

function builder({ definition: { metadata } }: Driver): Finding[] {
  if ((metadata?.query?.whereOperators ?? []).length === 0) return [];
  return [{
    id: "builder-not-offered",
    severity: "note",
    subject: "metadata.query.whereOperators",
    text: "With these operators DBFlux offers a query builder, and never sends its filter to a driver of its own " +
      "process: rows would come unfiltered. The SDK does not send them",
    remedy: "Leave whereOperators empty; users filter with the WHERE text of the grid",
  }];
}

function helpNotShown({ id, kind, help }: FormFieldDef): Finding[] {
  if (!help || !WITHOUT_HELP.has(kind.type)) return [];
  return [{
    id: "help-not-shown",
    severity: "warning",
    subject: `field ${id}`,
    text: `DBFlux never shows the help of a ${kind.type}`,
    remedy: kind.type === "Checkbox" ? "Put it in the label" : "Put it in the placeholder or the label",
  }];
}

function toldTooLate({ metadata }: Driver, opened: DriverMetadata): Finding[] {
  const flags = namesOf("DriverCapabilities", opened.capabilities & ~metadata.capabilities);
  if (flags.length === 0) return [];
  return [{
    id: "capabilities-after-hello",
    severity: "warning",
    subject: "methods",
    text: `Settings > Drivers shows the capabilities in Hello, which lacks those of this session: ${flags.join(", ")}`,
    remedy: "Declare the methods of sessions in defineDriver: methods: [...], or their class",
  }];
}
