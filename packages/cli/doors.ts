/**
 * The doors to systems: each is a program of its own, as its libraries come from the npm registry. `open_door.ts` goes
 * through one.
 *
 * @module
 */
/** A program of a system. */
export interface Door {
  /** What it is for, in one line. */
  readonly summary: string;
  /** Its module in a checkout, from the root. */
  readonly module: string;
  /** Its name in a registry, without the version. */
  readonly entry: readonly [name: string, entry: string];
  /** What it may do. */
  readonly permissions: readonly string[];
}

const ALL = ["--allow-net", "--allow-run", "--allow-env", "--allow-read", "--allow-write"];

/** The systems, by the word after `fluxwire`. */
export const DOORS: Readonly<Record<string, Door>> = {
  apiplant: {
    summary: "Serve models: objects that are defined over HTTP, whose every change is an event",
    module: "systems/apiplant/main.ts",
    entry: ["@fluxwire/apiplant", "main"],
    permissions: ALL,
  },
  jumpstarter: {
    summary: "Offer devices to Jumpstarter's clients, and use them",
    module: "systems/jumpstarter/main.ts",
    entry: ["@fluxwire/jumpstarter", "main"],
    // Deno opens serial ports and block devices, the files of /dev, with this permission only.
    permissions: ["--allow-all"],
  },
  nx: {
    summary: "Run drivers of NX devices, and route commands of children to their hubs",
    module: "systems/nx/main.ts",
    entry: ["@fluxwire/nx", "main"],
    permissions: ALL,
  },
};

const NX_TEMPLATE: Door = {
  summary: "Make a folder with a driver of NX",
  module: "systems/nx/init/main.ts",
  entry: ["@fluxwire/nx", "init"],
  permissions: ["--allow-read", "--allow-write"],
};

/** The templates that need no system. */
export const OWN_TEMPLATES = ["driver", "document", "kv", "sql"] as const;

/** The programs that make new projects of a system, by the template. */
export const TEMPLATE_DOORS: Readonly<Record<string, Door>> = {
  storage: {
    summary: "Make a folder with a storage for model servers",
    module: "systems/apiplant/init/main.ts",
    entry: ["@fluxwire/apiplant", "init"],
    permissions: ["--allow-read", "--allow-write"],
  },
  "nx-device": NX_TEMPLATE,
  "nx-hub": NX_TEMPLATE,
  "nx-child": NX_TEMPLATE,
  "jumpstarter-device": {
    summary: "Make a folder with a device for Jumpstarter",
    module: "systems/jumpstarter/init/main.ts",
    entry: ["@fluxwire/jumpstarter", "init"],
    permissions: ["--allow-read", "--allow-write"],
  },
};
