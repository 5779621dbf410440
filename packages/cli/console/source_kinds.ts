/**
 * What a console shows besides drivers and recordings: each kind is an option, and its module is loaded when it is given.
 *
 * @module
 */
import type { Flag } from "@fluxwire/command";
import type { ConsoleSource } from "@fluxwire/console";
import type { CommandLine } from "../command/args.ts";
import { systemSource } from "./system_source.ts";

/** What the source of an option is made of. */
export interface SourceRequest {
  /** Its id in addresses, which no other source has. */
  readonly id: string;
  /** The option's value; empty if it was left out. */
  readonly value: string;
  /** The whole command line. */
  readonly args: CommandLine;
  /** Aborts when the console ends. */
  readonly signal: AbortSignal;
}

/** A module that makes a kind of source. */
export interface SourceModule {
  /**
   * Makes the source; what it starts ends with its `close`.
   *
   * @throws {UsageError} For a value that cannot be used. What does not answer yet is no reason to fail: the page shows it.
   */
  openSource(request: SourceRequest): Promise<ConsoleSource>;
}

/** A kind of source. */
export interface SourceKind {
  /** The option that names one; it is repeated for several. */
  readonly flag: Flag;
  /**
   * Further options that belong to it.
   *
   * @default {none}
   */
  readonly more?: readonly Flag[];
  /** Loads its module. */
  load(): Promise<SourceModule>;
}

/** The kinds, in the order in which the page shows them. */
export const SOURCE_KINDS: readonly SourceKind[] = [
  {
    flag: {
      name: "host",
      value: "CONTROL",
      isOptional: true,
      isRepeatable: true,
      help: "A host that runs, by its control socket (default: the one of your user)",
    },
    load: () => import("./host_source.ts"),
  },
  {
    flag: {
      name: "nx",
      value: "CONTROL",
      isOptional: true,
      isRepeatable: true,
      help: "A driver host of NX that runs, by its control socket (default: the one of your user)",
    },
    load: () => systemSource({ module: "systems/nx/console/source.ts", entry: ["@fluxwire/nx", "console"] }),
  },
  {
    flag: {
      name: "exporter",
      value: "ADDRESS",
      isRepeatable: true,
      help: "An exporter of Jumpstarter: HOST:PORT, or the path of a Unix socket",
    },
    more: [
      { name: "insecure", value: null, help: "Speak plaintext over TCP with exporters instead of TLS" },
      { name: "tls-ca", value: "FILE", help: "Certificates in PEM to trust for exporters beside the system's" },
      {
        name: "passphrase-env",
        value: "NAME",
        help: "The variable with the exporters' passphrase (default JMP_GRPC_PASSPHRASE)",
      },
    ],
    load: () => {
      return systemSource({
        module: "systems/jumpstarter/console/source.ts",
        entry: ["@fluxwire/jumpstarter", "console"],
      });
    },
  },
  {
    flag: {
      name: "models",
      value: "URL",
      isRepeatable: true,
      help: "A model server by its address; --token-env names the variable with its key",
    },
    load: () =>
      systemSource({ module: "systems/apiplant/console/source.ts", entry: ["@fluxwire/apiplant", "console"] }),
  },
];
