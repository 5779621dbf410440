/**
 * Configuration files of clients: which controller they ask, and as whom.
 *
 * @module
 */
import type { ControllerAccess } from "../client/controller_access.ts";
import { placeOf } from "../distributed/dial.ts";
import type { TlsConfig } from "../distributed/dial.ts";
import type { Schema } from "../device/schema.ts";
import { t } from "../device/t.ts";
import { ConfigError } from "./config_error.ts";
import { channelOptions } from "./grpc_options.ts";
import { checkedBy } from "./exporter_config.ts";
import { parseYaml } from "./yaml.ts";

interface ClientConfig {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly endpoint: string;
  readonly token: string;
  readonly tls?: TlsConfig;
  readonly grpcOptions?: Readonly<Record<string, unknown>>;
}

/** The keys of a file, as upstream has them; those of its own shells change nothing here. */
const document: Schema<ClientConfig> = t.object({
  apiVersion: t.default(t.enum(["jumpstarter.dev/v1alpha1"]), "jumpstarter.dev/v1alpha1"),
  kind: t.default(t.enum(["ClientConfig"]), "ClientConfig"),
  metadata: t.object({ namespace: t.string(), name: t.string() }),
  endpoint: t.string(),
  token: t.string(),
  tls: t.optional(t.object({ ca: t.optional(t.string()), insecure: t.optional(t.boolean()) })),
  refresh_token: t.optional(t.any()),
  grpcOptions: t.optional(t.map(t.any())),
  drivers: t.optional(t.any()),
  shell: t.optional(t.any()),
  leases: t.optional(t.any()),
});

/**
 * Reads the text of a client's configuration file.
 *
 * @throws {ConfigError} With the path of what is wrong.
 */
export function parseClientConfig(text: string): ControllerAccess {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (cause) {
    throw new ConfigError("", `it is no YAML: ${(cause as Error).message}`, { cause });
  }
  const { metadata: { namespace, name }, endpoint, token, tls, grpcOptions } = checkedBy(document, value, "");
  if (placeOf(endpoint) === null) throw new ConfigError("endpoint", "it is not HOST:PORT");
  for (const [place, text] of Object.entries({ token, "metadata.namespace": namespace, "metadata.name": name })) {
    if (!/^[\x21-\x7e]+$/.test(text)) throw new ConfigError(place, "it must be printable ASCII without spaces");
  }
  if (grpcOptions !== undefined) channelOptions(grpcOptions);
  return {
    controller: endpoint,
    namespace,
    client: name,
    token,
    ...tls === undefined ? {} : { tls },
    ...grpcOptions === undefined ? {} : { grpcOptions },
  };
}
