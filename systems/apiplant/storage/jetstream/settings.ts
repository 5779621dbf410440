/** The settings of a log in JetStream. */
import type { OwnSettings } from "../../server/own_settings.ts";
import { StorageError } from "../roles.ts";
import { type ConnectionOptions, credsAuthenticator } from "./library.ts";

/** How servers are reached. */
const SERVER = /^(?:nats:\/\/|tls:\/\/)?([^\s/@,]+)$/;
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Where the log is, and what is required of it. */
export interface JetStreamSettings {
  /** How to connect; what concerns reconnecting is added. */
  readonly connection: ConnectionOptions;
  /** The servers in messages, without secrets. */
  readonly name: string;
  /** The name of the stream, and the first word of its subjects. */
  readonly stream: string;
  /** How many servers have it. */
  readonly replicas: number;
  /** Whether answers must wait for the disk. */
  readonly durable: "disk" | "process";
  /** Where the monitoring of its servers is. */
  readonly monitors: readonly string[];
}

/**
 * Reads `servers`, `user`, `password`, `token`, `credentials`, `tls`, `ca`, `stream`, `replicas`, `durable` and `monitor`.
 *
 * @throws {StorageError} `invalid` for what cannot be used; the message has no secret.
 */
export async function settingsFrom(settings: OwnSettings): Promise<JetStreamSettings> {
  const servers = listOf(settings.text("servers", "127.0.0.1:4222")).map((text) => {
    const server = SERVER.exec(text)?.[1];
    if (server !== undefined) return server;
    throw new StorageError(
      "invalid",
      "driver-event-storage.servers must be HOST:PORT, several with commas; user and password are settings of their own",
    );
  });
  const stream = settings.text("stream", "apiplant");
  if (!NAME.test(stream)) {
    throw new StorageError("invalid", "driver-event-storage.stream must be 1 to 64 letters, digits, _ and -");
  }
  const [user, password, token] = ["user", "password", "token"].map((name) => settings.optional(name));
  const [credentials, ca] = [settings.optional("credentials"), settings.optional("ca")];
  const tls = settings.choice("tls", ["off", "verify"], servers.every(isHere) ? "off" : "verify");
  return {
    connection: {
      servers,
      ...(user !== null && { user }),
      ...(password !== null && { pass: password }),
      ...(token !== null && { token }),
      ...(credentials !== null && { authenticator: credsAuthenticator(await bytesOf("credentials", credentials)) }),
      ...(tls === "verify" &&
        { tls: ca === null ? {} : { ca: new TextDecoder().decode(await bytesOf("authorities", ca)) } }),
    },
    name: `The stream ${stream} of NATS at ${servers.join(", ")}`,
    stream,
    replicas: settings.integer("replicas", 1, 5) ?? 1,
    durable: settings.choice("durable", ["disk", "process"], "disk"),
    monitors: listOf(settings.text("monitor", "")),
  };
}

function listOf(text: string): string[] {
  return text.split(",").map((one) => one.trim()).filter((one) => one !== "");
}

function isHere(server: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(server);
}

async function bytesOf(what: string, path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (cause) {
    throw new StorageError("invalid", `Cannot read the ${what} in ${path}: ${(cause as Error).message}`, { cause });
  }
}
