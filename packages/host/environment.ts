/**
 * What a driver gets of our environment: what it needs to find things, nothing that may be a secret of something else.
 * Everything else is declared by its service.
 *
 * @module
 */

/** The variables that are handed down, in groups with the reason. */
const HANDED_DOWN: readonly { reason: string; names: readonly string[] }[] = [
  { reason: "programs and the driver's own files are found by them", names: ["PATH", "HOME"] },
  { reason: "databases take the user's name for the account's", names: ["USER", "LOGNAME", "SHELL"] },
  { reason: "temporary files belong where the user wants them", names: ["TMPDIR", "TMP", "TEMP"] },
  { reason: "texts, dates and orders depend on them", names: ["LANG", "LANGUAGE", "LC_*", "TZ"] },
  { reason: "configuration, data and sockets of the user stand there", names: ["XDG_*"] },
  { reason: "Deno finds its cache and settings by them", names: ["DENO_*"] },
  { reason: "packages come from the registry of the place", names: ["JSR_URL", "NPM_CONFIG_REGISTRY"] },
  { reason: "certificates of the place must hold for drivers too", names: ["SSL_CERT_FILE", "SSL_CERT_DIR"] },
  { reason: "so must they in Node", names: ["NODE_EXTRA_CA_CERTS"] },
  {
    reason: "databases and packages may be reachable by a proxy only",
    names: ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"],
  },
  { reason: "how much drivers in Rust log, and without colours", names: ["RUST_LOG", "RUST_BACKTRACE", "NO_COLOR"] },
  {
    reason: "Windows's own libraries do not load without them",
    names: [
      "SystemRoot",
      "SystemDrive",
      "windir",
      "ComSpec",
      "PATHEXT",
      "APPDATA",
      "LOCALAPPDATA",
      "ProgramData",
      "ProgramFiles",
      "USERPROFILE",
      "USERNAME",
      "HOMEDRIVE",
      "HOMEPATH",
      "PROCESSOR_ARCHITECTURE",
      "NUMBER_OF_PROCESSORS",
    ],
  },
];

/** Secrets among those that a pattern would let through. */
const HELD_BACK: ReadonlySet<string> = new Set(["DENO_AUTH_TOKENS", "DENO_DEPLOY_TOKEN"]);

/** The names and patterns (`LC_*`) of the variables that drivers get of our environment. */
export const HANDED_DOWN_VARIABLES: readonly string[] = HANDED_DOWN.flatMap(({ names }) => names);

/** Whether a variable of ours is handed down. On Windows names differ in case without meaning. */
export function isHandedDown(name: string): boolean {
  const fold = Deno.build.os === "windows" ? (text: string) => text.toUpperCase() : (text: string) => text;
  const folded = fold(name);
  return !HELD_BACK.has(folded) &&
    HANDED_DOWN_VARIABLES.some((known) =>
      known.endsWith("*") ? folded.startsWith(fold(known.slice(0, -1))) : folded === fold(known)
    );
}

/**
 * The whole environment of a driver: what is handed down, then what its service declares.
 *
 * Without the permission to read all of our environment, only those variables are handed down that may be read by name.
 */
export function driverEnvironment(declared: Readonly<Record<string, string>>): Record<string, string> {
  return { ...handedDown(), ...declared };
}

function handedDown(): Record<string, string> {
  if (Deno.permissions.querySync({ name: "env" }).state === "granted") {
    return Object.fromEntries(Object.entries(Deno.env.toObject()).filter(([name]) => isHandedDown(name)));
  }
  const own: Record<string, string> = {};
  for (const variable of HANDED_DOWN_VARIABLES.filter((name) => !name.endsWith("*"))) {
    if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") continue;
    const value = Deno.env.get(variable);
    if (value !== undefined) own[variable] = value;
  }
  return own;
}
