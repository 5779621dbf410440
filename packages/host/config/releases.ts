/**
 * Which releases of DBFlux read which configuration (PROTOCOL.md#configuration).
 *
 * @module
 */

/** One place for services, and the releases that read it. */
export interface ConfigRelease {
  /** The file, in the folder of DBFlux. */
  file: string;
  /** The key or the tables in it. */
  within: string;
  /** The first release that reads it. */
  first: string;
  /** The last release that reads it; null if the newest known one does. */
  last: string | null;
  /** More about it. */
  note: string;
}

/** Every place for services that DBFlux has had, oldest first. Fluxwire reads all of them. */
export const CONFIG_RELEASES: readonly ConfigRelease[] = [
  {
    file: "config.json",
    within: "rpc_services",
    first: "0.4.0-dev.0",
    last: "0.4.0-dev.1",
    note: "no finished release reads it",
  },
  {
    file: "config.json",
    within: "services",
    first: "0.4.0-dev.2",
    last: "0.4.0-dev.11",
    note:
      'no finished release reads it; a file without "version" is rewritten, without members that DBFlux does not know',
  },
  {
    file: "dbflux.db",
    within: "cfg_services, cfg_service_args, cfg_service_env",
    first: "0.4.0-dev.12",
    last: null,
    note: "up to 0.4.7 external drivers are started, but cannot be used",
  },
  {
    file: "dbflux-nightly.db",
    within: "cfg_services, cfg_service_args, cfg_service_env",
    first: "0.7.0",
    last: null,
    note: "nightly builds, unless they share dbflux.db",
  },
];
