/**
 * Findings about a release of DBFlux.
 *
 * @module
 */
import { type CodecName, codecOf, type Layout, layoutOf } from "@fluxwire/wire";
import { CONFIG_RELEASES } from "@fluxwire/host";
import { UsageError } from "@fluxwire/command";
import { type Finding, fine, trouble } from "./finding.ts";

/** A release and its layout. */
export interface Release {
  /** As it was given. */
  text: string;
  /** Its layout. */
  layout: Layout;
  /** Whether exactly this release is known. */
  known: boolean;
}

/**
 * The release that `--release` names.
 *
 * @throws {UsageError} for a text that is not a release.
 */
export function releaseOf(text: string): Release {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+(-[0-9A-Za-z.-]+)?$/.exec(text) ?? [];
  if (major === undefined) throw new UsageError(`Cannot use --release ${text}: write it as 0.7.7 or 0.8.0-dev.0`);
  const codec: CodecName = Number(major) === 0 && Number(minor) < 7 ? "bincode" : "postcard";
  return { text, ...layoutOf(codec, text) };
}

/** Findings about a release (PROTOCOL.md#configuration, PROTOCOL.md#connection-profile). */
export function releaseFindings({ text, layout, known }: Release): Finding[] {
  const findings: Finding[] = [
    known ? fine("release", text, `it speaks layout ${layout}, in ${codecOf(layout)}`) : trouble("release", "warning", {
      subject: text,
      message: `this release is not known; layout ${layout} in ${codecOf(layout)} is the nearest`,
      remedy: "check whether a newer Fluxwire knows it",
    }),
  ];
  if (isBefore0_5(text)) {
    const isJson = /^0\.4\.0-dev\.([0-9]|1[01])$/.test(text);
    findings.push(
      isJson
        ? trouble("release-configuration", "note", {
          subject: text,
          message: `it reads ${CONFIG_RELEASES[0]!.file}; every later release reads ${CONFIG_RELEASES[2]!.file}`,
          remedy: "see docs/configuration.md for the key that it reads",
        })
        : trouble("release-forgets-drivers", "error", {
          subject: text,
          message: "it starts drivers in other processes and sends them Hello, but never uses them",
          remedy: "use DBFlux 0.5.0-dev.1 or newer",
        }),
    );
  } else {
    findings.push(trouble("release-forgets-profiles", "note", {
      subject: text,
      message:
        "after a restart it does not restore the form's values of a saved connection: the driver gets an empty " +
        "built-in configuration",
      remedy: "fill in the connection's form again; a driver of the SDK says so in its error",
    }));
  }
  return findings;
}

function isBefore0_5(text: string): boolean {
  return /^0\.[0-4]\./.test(text) || text === "0.5.0-dev.0";
}
