import { strictEqual, throws } from "node:assert/strict";
import { Flags } from "@fluxwire/command/program";
import { CONFIG_FLAGS } from "./config_flags.ts";
import { DIRECT_FLAGS } from "./direct_flags.ts";
import { isLeased, LEASE_FLAGS } from "./lease_flags.ts";

function flagsOf(line: string): Flags {
  const flags = [...CONFIG_FLAGS, ...DIRECT_FLAGS, ...LEASE_FLAGS];
  return Flags.parse(line.split(" "), { name: "shell", flags });
}

Deno.test("isLeased() takes a client with a lease or a selector, and nothing that names another exporter", () => {
  strictEqual(isLeased(flagsOf("--exporter bench")), false);
  strictEqual(isLeased(flagsOf("--client alice --lease lease-1")), true);
  strictEqual(isLeased(flagsOf("--client-config c.yaml --selector board=pi --duration 1h")), true);
  const cases: readonly [line: string, message: string][] = [
    ["--client alice", "Give one of --lease NAME and --selector KEY=VALUE,..."],
    ["--client alice --lease a --selector b=c", "Give one of --lease NAME and --selector KEY=VALUE,..."],
    ["--lease a", "Give one of --client ALIAS and --client-config FILE"],
    ["--client alice --lease a --duration 1h", "Cannot use --duration with --lease: the lease has its duration"],
    ["--client alice --lease a --exporter b", "Cannot use --exporter: the exporter is that of a lease"],
    ["--client alice --lease a --tls-grpc b:1", "Cannot use --tls-grpc: the exporter is that of a lease"],
  ];
  for (const [line, message] of cases) throws(() => isLeased(flagsOf(line)), { name: "UsageError", message }, line);
});
