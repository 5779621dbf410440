/**
 * How exporters and clients say to a controller who they are.
 *
 * @module
 */
import type { MetadataInit } from "@fluxwire/grpc";

/** Who calls a controller. */
export interface Identity {
  /** What calls. */
  readonly kind: "Exporter" | "Client";
  /** Where the controller keeps it. */
  readonly namespace: string;
  /** Its name there. */
  readonly name: string;
  /** What proves it. */
  readonly token: string;
}

/** The metadata of each call to a controller. */
export function identityOf({ kind, namespace, name, token }: Identity): MetadataInit {
  return {
    ...bearer(token),
    "jumpstarter-kind": kind,
    "jumpstarter-namespace": namespace,
    "jumpstarter-name": name,
  };
}

/** The metadata of a call to a router: the token that the controller gave for it, and nothing else. */
export function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}
