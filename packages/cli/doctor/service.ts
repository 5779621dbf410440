/**
 * Findings about the services of a configuration, before anything is started.
 *
 * @module
 */
import { basename, isAbsolute } from "node:path";
import { faultOfProgram } from "@fluxwire/supervise/internal";
import { DEFAULT_COMMAND, type Service, socketNameOf } from "@fluxwire/host";
import { DEFAULT_STARTUP_TIMEOUT_MS, programEnvironment } from "@fluxwire/supervise";
import { type Finding, fine, trouble } from "./finding.ts";
import { socketNameFindings } from "./socket_name.ts";

/** Programs that start another one, which keeps running after they are killed. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...["npx", "npm", "pnpm", "yarn", "bunx", "bun", "uvx", "pipx", "cargo", "make", "env", "nohup", "sudo"],
  ...["sh", "bash", "zsh", "dash", "fish", "cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh"],
]);

/** Findings about what may keep DBFlux or a host from starting a service. */
export async function serviceFindings(service: Service): Promise<Finding[]> {
  const { socketId: subject, enabled, command } = service;
  if (!enabled) {
    return [trouble("service-disabled", "note", {
      subject,
      message: "it is disabled: DBFlux does not start it",
      remedy: "enable it in the settings, if it should run",
    })];
  }
  const names = socketNameFindings(socketNameOf(service), service.kind === "driver");
  if (command === null) return names;
  const fault = await faultOfProgram({ command, env: programEnvironment(service.env), cwd: service.cwd });
  const program = fault === null
    ? fine("service-program", subject, `its program ${command} exists`)
    : trouble("service-program", "error", { subject, message: `${fault.code}: ${fault.what}`, remedy: fault.hint });
  return [...names, program, ...commandFindings(service, command), ...argumentFindings(service, command)];
}

function commandFindings({ socketId: subject, args }: Service, command: string): Finding[] {
  const findings: Finding[] = [];
  const isDenoTask = /^deno(\.exe)?$/.test(basename(command)) && args[0] === "task";
  if (isDenoTask || WRAPPERS.has(basename(command))) {
    findings.push(trouble("service-wrapper", "warning", {
      subject,
      message:
        `${isDenoTask ? "deno task" : command} starts another program, and DBFlux ends only the one it started: ` +
        "the driver keeps running, and the next DBFlux adopts it",
      remedy: "name the driver's own program by its absolute path, such as deno with run and its permissions",
    }));
  }
  if (basename(command) === DEFAULT_COMMAND) {
    findings.push(trouble("service-built-in", "warning", {
      subject,
      message: `${DEFAULT_COMMAND} accepts only built-in configurations, and DBFlux does not send it any`,
      remedy: "use the driver that is built into DBFlux; the probe can use this one with --profile",
    }));
  }
  if (!isAbsolute(command)) {
    const isName = !/[/\\]/.test(command);
    findings.push(trouble("service-relative", "warning", {
      subject,
      message: isName
        ? `${command} is searched for in PATH, and DBFlux may have another PATH than your shell`
        : `${command} starts from the folder that DBFlux was started in`,
      remedy: `give the absolute path${isName ? `: which ${command}` : ""}`,
    }));
  }
  return findings;
}

function argumentFindings(service: Service, command: string): Finding[] {
  const { socketId: subject, args, startupTimeoutMs } = service;
  const findings: Finding[] = [];
  const name = socketNameOf(service);
  if (!args.some((arg) => arg === name || arg === subject || arg.endsWith(`=${name}`))) {
    findings.push(trouble("service-socket", "warning", {
      subject,
      message: `none of its arguments is ${name}: the driver may listen elsewhere`,
      remedy: `add --socket ${name} to its arguments`,
    }));
  }
  if (/^deno(\.exe)?$/.test(basename(command)) && args[0] === "run" && !isGivenNet(args)) {
    findings.push(trouble("service-permission", "error", {
      subject,
      message: "deno run has no --allow-net, and a driver needs it for its socket",
      remedy: "add --allow-net in front of the script's path",
    }));
  }
  if (startupTimeoutMs < DEFAULT_STARTUP_TIMEOUT_MS) {
    findings.push(trouble("service-startup-time", "warning", {
      subject,
      message: `it has ${startupTimeoutMs} ms to listen, less than the usual ${DEFAULT_STARTUP_TIMEOUT_MS}`,
      remedy: "give it more: Deno may have to download and compile on the first start",
    }));
  }
  return findings;
}

/** Whether Deno's own options, in front of the script, allow the network. */
function isGivenNet(args: readonly string[]): boolean {
  const script = args.findIndex((arg, i) => i > 0 && !arg.startsWith("-"));
  const options = script < 0 ? args : args.slice(0, script);
  return options.some((arg) => /^(-A|--allow-all|-N|--allow-net|-P|--permission-set)(=|$)/.test(arg));
}
