/**
 * `doctor`: finds what keeps drivers from working.
 *
 * @module
 */
import {
  type Configuration,
  findConfiguration,
  readConfiguration,
  socketNameOf,
  userEnvironment,
} from "@fluxwire/host";
import { configCandidates } from "@fluxwire/host/internal";
import type { Context } from "../command/context.ts";
import { configurationFindings } from "../doctor/configuration.ts";
import type { Finding, Severity } from "../doctor/finding.ts";
import { firstProcess, initFinding } from "../doctor/init.ts";
import { driverSockets, helloFinding } from "../doctor/listening.ts";
import {
  denoFinding,
  descriptorFinding,
  descriptorLimit,
  permissionFindings,
  tokenFinding,
} from "../doctor/machine.ts";
import { canListProcesses, processListFinding } from "../doctor/process_list.ts";
import { releaseFindings, releaseOf } from "../doctor/release.ts";
import { serviceFindings } from "../doctor/service.ts";
import { socketNameFindings } from "../doctor/socket_name.ts";
import { type Colour, counted, EXIT, oneLine, type Output } from "@fluxwire/command";
import { tokenOf } from "../command/variables.ts";

/** How many sockets are tried at the same time. */
const AT_ONCE = 8;

/** Runs all checks, shows the findings, and returns 8 if one is an error. */
export async function run(context: Context): Promise<number> {
  const { args, output } = context;
  const release = args.text("release");
  const named = release === null ? null : releaseOf(release);
  const configuration = await configurationOf(args.text("config"));
  const findings: Finding[] = [
    denoFinding(Deno.version.deno),
    ...permissionFindings((name) =>
      Deno.permissions.querySync({ name } as Deno.PermissionDescriptor).state === "granted"
    ),
    descriptorFinding(await descriptorLimit()),
    initFinding(await firstProcess(), Deno.pid),
    processListFinding(await canListProcesses(), Deno.build.os),
    tokenFinding(tokenOf(args)),
    ...named === null ? [] : releaseFindings(named),
    ...configurationFindings(configuration, configCandidates(userEnvironment()).map(({ path }) => path)),
  ];
  for (const { service } of configuration.services) findings.push(...await serviceFindings(service));
  for (const socketId of args.all("socket")) findings.push(...socketNameFindings(socketId, true));
  findings.push(...await askAll(context, configuration, named?.layout ?? "auto"));
  const hasError = findings.some(({ severity }) => severity === "error");
  if (output.isJson) output.json({ ok: !hasError, findings });
  else show(findings, output);
  return hasError ? EXIT.checkFailed : EXIT.done;
}

function configurationOf(path: string | null): Promise<Configuration> {
  return path === null ? findConfiguration() : readConfiguration(path);
}

/** Sends Hello to the sockets of services, to those of `--socket`, and to others that look like drivers. */
async function askAll(
  { args, signal }: Context,
  { services }: Configuration,
  layout: Parameters<typeof helloFinding>[1]["layout"],
): Promise<Finding[]> {
  const drivers = services.map(({ service }) => service).filter(({ kind, enabled }) => kind === "driver" && enabled);
  const required = [
    ...drivers.filter(({ command }) => command === null).map(socketNameOf),
    ...args.all("socket").filter((id) => socketNameFindings(id, false).every(({ severity }) => severity !== "error")),
  ];
  const anyOwner = args.has("any-owner");
  const known = new Set([...required, ...drivers.map(socketNameOf)]);
  const unnamed = (await driverSockets()).filter((socketId) => !known.has(socketId));
  const findings: (Finding | null)[] = [];
  for (const some of chunksOf([...known, ...unnamed], AT_ONCE)) {
    findings.push(
      ...await Promise.all(some.map(async (socketId) => {
        if (known.has(socketId)) {
          const isRequired = required.includes(socketId);
          return await helloFinding(socketId, { token: tokenOf(args), anyOwner, layout, signal, isRequired });
        }
        // Only named drivers get the token; the faults of other programs are warnings.
        const finding = await helloFinding(socketId, { token: null, anyOwner, layout, signal, isRequired: false });
        return finding?.severity === "error" ? { ...finding, severity: "warning" as const } : finding;
      })),
    );
  }
  return findings.filter((finding) => finding !== null);
}

function chunksOf<T>(all: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, i) => all.slice(i * length, (i + 1) * length));
}

const COLOURS: Readonly<Record<Severity, Colour>> = { ok: "green", note: "dim", warning: "yellow", error: "red" };

function show(findings: readonly Finding[], output: Output): void {
  for (const { id, severity, subject, message, remedy } of findings) {
    const about = subject === null ? "" : `${oneLine(subject)}: `;
    output.line(
      `${output.paint(severity.padEnd(7), COLOURS[severity])}  ${id.padEnd(22)}  ${about}${oneLine(message)}`,
    );
    if (remedy !== null) {
      output.line(`${" ".repeat(9)}${" ".repeat(24)}${output.paint(`-> ${oneLine(remedy)}`, "dim")}`);
    }
  }
  const counts = (["error", "warning", "note"] as const).map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return counted(count, severity);
  });
  output.line(output.paint(counts.join(", "), "dim"));
}
