/**
 * What a program gets of this process's environment: a policy. By default that is what it needs to find things, and nothing
 * that may be a secret of something else; everything else is declared.
 *
 * @module
 */

/** The variables that are handed down, in groups with the reason. */
const HANDED_DOWN: readonly { reason: string; names: readonly string[] }[] = [
  { reason: "programs and their own files are found by them", names: ["PATH", "HOME"] },
  { reason: "databases take the user's name for the account's", names: ["USER", "LOGNAME", "SHELL"] },
  { reason: "temporary files belong where the user wants them", names: ["TMPDIR", "TMP", "TEMP"] },
  { reason: "texts, dates and orders depend on them", names: ["LANG", "LANGUAGE", "LC_*", "TZ"] },
  { reason: "configuration, data and sockets of the user stand there", names: ["XDG_*"] },
  { reason: "Deno finds its cache and settings by them", names: ["DENO_*"] },
  { reason: "packages come from the registry of the place", names: ["JSR_URL", "NPM_CONFIG_REGISTRY"] },
  { reason: "certificates of the place must hold for programs too", names: ["SSL_CERT_FILE", "SSL_CERT_DIR"] },
  { reason: "so must they in Node", names: ["NODE_EXTRA_CA_CERTS"] },
  {
    reason: "databases and packages may be reachable by a proxy only",
    names: ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"],
  },
  { reason: "how much programs in Rust log, and without colours", names: ["RUST_LOG", "RUST_BACKTRACE", "NO_COLOR"] },
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

/** The names and patterns (`LC_*`) of the variables that programs get by default. */
export const HANDED_DOWN_VARIABLES: readonly string[] = HANDED_DOWN.flatMap(({ names }) => names);

/**
 * What is handed down of this process's environment: the variables of a list, or all of them. Names of a list may end
 * with `*`; `heldBack` are secrets that a pattern would let through.
 */
export type EnvironmentPolicy =
  | { readonly kind: "all" }
  | { readonly kind: "list"; readonly names: readonly string[]; readonly heldBack?: readonly string[] };

/** What programs get unless options say otherwise: {@link HANDED_DOWN_VARIABLES}. */
export const DEFAULT_ENVIRONMENT: EnvironmentPolicy = {
  kind: "list",
  names: HANDED_DOWN_VARIABLES,
  heldBack: ["DENO_AUTH_TOKENS", "DENO_DEPLOY_TOKEN"],
};

/** Whether a variable of this process is handed down. On Windows names differ in case without meaning. */
export function isHandedDown(name: string, policy: EnvironmentPolicy = DEFAULT_ENVIRONMENT): boolean {
  if (policy.kind === "all") return true;
  const fold = Deno.build.os === "windows" ? (text: string) => text.toUpperCase() : (text: string) => text;
  const folded = fold(name);
  return !(policy.heldBack ?? []).includes(folded) &&
    policy.names.some((known) =>
      known.endsWith("*") ? folded.startsWith(fold(known.slice(0, -1))) : folded === fold(known)
    );
}

/**
 * The whole environment of a program: what is handed down, then what is declared.
 *
 * Without the permission to read the whole environment, only those variables of a list are handed down that may be read
 * by name.
 */
export function programEnvironment(
  declared: Readonly<Record<string, string>>,
  policy: EnvironmentPolicy = DEFAULT_ENVIRONMENT,
): Record<string, string> {
  return { ...handedDown(policy), ...declared };
}

function handedDown(policy: EnvironmentPolicy): Record<string, string> {
  if (Deno.permissions.querySync({ name: "env" }).state === "granted") {
    return Object.fromEntries(Object.entries(Deno.env.toObject()).filter(([name]) => isHandedDown(name, policy)));
  }
  const names = policy.kind === "all" ? [] : policy.names.filter((name) => !name.endsWith("*"));
  const own: Record<string, string> = {};
  for (const variable of names) {
    if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") continue;
    const value = Deno.env.get(variable);
    if (value !== undefined) own[variable] = value;
  }
  return own;
}
