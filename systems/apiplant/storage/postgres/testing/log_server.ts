/** Logs on a PostgreSQL server of the tests' own. */
import { PASSWORD, PostgresServer } from "../../../../../drivers/postgres/testing/postgres_server.ts";
import { addressOf, type PostgresAddress } from "../address.ts";

/** A started server. Each schema of its database is a log. */
export class LogServer implements AsyncDisposable {
  readonly #server: PostgresServer;
  #schemas = 0;

  private constructor(server: PostgresServer) {
    this.#server = server;
  }

  /** Starts one, whose commits wait for the disk or not. It must be disposed. */
  static async start(options: { fsync?: boolean } = {}): Promise<LogServer> {
    return new LogServer(await PostgresServer.start(options));
  }

  /** How servers reach it. */
  get address(): PostgresAddress {
    return addressOf({ ...NOTHING, port: this.#server.port, password: PASSWORD });
  }

  /** The file with its certificate, for `localhost`. */
  get certificate(): string {
    return this.#server.certificate;
  }

  /** A schema that no other test has. */
  newSchema(): string {
    return `log "${++this.#schemas}"`;
  }

  /** Stops it as a crash would, and starts it again. */
  restart(): Promise<void> {
    return this.#server.restart();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

/** Settings that are all left out. */
export const NOTHING = {
  url: null,
  host: null,
  port: null,
  user: null,
  password: null,
  database: null,
  tls: null,
  ca: null,
} as const;
