/**
 * The parts of a driver's description that older layouts lack, and what is sent instead (PROTOCOL.md, hazards H9 and
 * H10).
 *
 * @module
 */
import { type DriverFormDef, type DriverMetadata, encode, HOST_RELEASES, type Layout, LAYOUTS } from "@fluxwire/wire";
import type { Driver } from "../driver.ts";
import { type FlagSet, maskOf, namesOf } from "../flags.ts";
import { formFor, kindFor, metadataFor } from "../for_layout.ts";
import { shakeHands } from "../handshake.ts";
import type { Finding, Severity } from "./finding.ts";

/** Findings about values that some layouts lack. */
export function layoutFindings(driver: Driver, { metadata, flags }: {
  /** The metadata of a session, or of Hello if none could be opened. */
  metadata: DriverMetadata;
  /** The sets of flags that the driver sends. */
  flags: ReadonlyMap<FlagSet, bigint>;
}): Finding[] {
  const { definition: { kind }, formDefinition } = driver;
  return [
    ...replaced(
      "kind",
      kind,
      (layout) => kindFor(layout, kind),
      "warning",
      "Hosts group and show the driver by that kind",
    ),
    ...replaced(
      "category",
      metadata.category,
      (layout) => metadataFor(layout, metadata).category,
      "warning",
      "Hosts show its databases by that category",
    ),
    ...replaced(
      "icon",
      metadata.icon,
      (layout) => metadataFor(layout, metadata).icon,
      "note",
      "Hosts show that icon",
    ),
    ...replaced(
      "queryLanguage",
      metadata.queryLanguage.type,
      (layout) => metadataFor(layout, metadata).queryLanguage.type,
      "note",
      "The editor does not know its syntax",
    ),
    ...formDefinition.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields).flatMap((field) =>
      replaced(
        `field ${field.id}`,
        field.kind.type,
        (layout) => kindOfField(formFor(layout, formDefinition), field.id),
        "note",
        "Users fill it in as that",
      )
    ),
    ...[...flags].flatMap(([set, bits]) => lostFlags(set, bits)),
    ...unwritable(driver),
  ];
}

function kindOfField(form: DriverFormDef, id: string): string {
  return form.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields).find((one) => one.id === id)!
    .kind
    .type;
}

/** One finding for each replacement of a value that some layouts lack. */
function replaced(
  subject: string,
  right: string,
  replacement: (layout: Layout) => string,
  severity: Severity,
  consequence: string,
): Finding[] {
  const instead = Map.groupBy(LAYOUTS.filter((layout) => replacement(layout) !== right), replacement);
  return [...instead].map(([sent, layouts]) => ({
    id: "not-in-layout",
    severity,
    subject,
    text: `${names(layouts)} no ${right} and ${
      layouts.length === 1 ? "is" : "are"
    } sent ${sent} instead. ${consequence}`,
    remedy: "Choose a value that your users' oldest host has, or accept the replacement",
  }));
}

function names(layouts: readonly Layout[]): string {
  return layouts.length === 1 ? `Layout ${layouts[0]} has` : `Layouts ${layouts.join(", ")} have`;
}

function lostFlags(set: FlagSet, bits: bigint): Finding[] {
  const newest = maskOf(set, LAYOUTS.at(-1)!);
  const unknown = bits & ~newest;
  const lost = Map.groupBy(LAYOUTS, (layout) => namesOf(set, bits & ~maskOf(set, layout)).join(", "));
  lost.delete("");
  const findings = [...lost].map(([flags, layouts]): Finding => ({
    id: "flags-not-in-layout",
    severity: "note",
    subject: set,
    text: `${
      names(layouts)
    } no ${flags}. The SDK leaves it out there: the host would otherwise take the whole set for empty`,
    remedy: "None needed: such hosts do not offer these features",
  }));
  if (unknown === 0n) return findings;
  return [...findings, {
    id: "unknown-flags",
    severity: "warning",
    subject: set,
    text: `No layout has the bits 0x${unknown.toString(16)}: they are never sent`,
    remedy: `Name the flags instead of giving bits: fluxwire probe describe ${set} lists them`,
  }];
}

/** A finding if the answer to Hello cannot be encoded: no host could then connect. */
function unwritable(driver: Driver): Finding[] {
  const failures = LAYOUTS.flatMap((layout): { layout: Layout; message: string }[] => {
    const message = whyUnwritable(driver, layout);
    return message === null ? [] : [{ layout, message }];
  });
  return [...Map.groupBy(failures, ({ message }) => message)].map(([message, of]) => ({
    id: "hello-not-writable",
    severity: "error",
    subject: "description",
    text: `The answer to Hello cannot be written for ${of.map(({ layout }) => layout).join(", ")}: ${message}`,
    remedy: "Correct the value that the path names",
  }));
}

function whyUnwritable(driver: Driver, layout: Layout): string | null {
  const { clientVersion, versions } = HOST_RELEASES[layout];
  const hello = { clientName: "check", clientVersion, supportedVersions: [...versions], requestedCapabilities: [] };
  const { body, version } = shakeHands(driver, layout, hello, { token: null, knowsAudit: false });
  try {
    encode("response", layout, { protocolVersion: version!, requestId: 0n, done: true, body });
    return null;
  } catch (error) {
    return (error as Error).message.replaceAll(layout, "N");
  }
}
