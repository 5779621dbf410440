/**
 * The target of a command line as the subject of conformance checks.
 *
 * @module
 */
import type { SessionRequest } from "@fluxwire/wire/client";
import { profileSecrets, secretFields } from "@fluxwire/wire/secrets";
import { TIMED_OUT, type Transport, within } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import type { Subject } from "@fluxwire/testing/conformance";
import type { Context } from "../command/context.ts";
import { Driver } from "./driver.ts";
import { sessionRequestOf } from "./session_request.ts";

/** The suite opens its own connections. */
const UNUSED_LAYOUT = "0.7.1";

/** How long after a connection the process may end, in milliseconds, to be the cause. */
const EXIT_GRACE_MS = 500;

/** A target to be checked. Disposing it stops what it has started. */
export class DriverSubject implements Subject, AsyncDisposable {
  readonly #context: Context;
  #driver: Driver;
  #ends: string[] | null = null;
  #identity: DriverSubject["identity"] = null;
  /** The token, the password, and the profile's secrets. */
  readonly secrets: Secrets = new Secrets();
  /** Statements that return rows. */
  readonly statements: readonly string[];
  /** Statements that never end. */
  readonly endlessStatements: readonly string[];
  /** What the checks call themselves. */
  readonly clientName?: string;
  /** Restarts it; null if it was not started here. */
  restart: (() => Promise<void>) | null = null;

  /**
   * @param options.clientName What the checks call themselves in Hello, instead of DBFlux's name.
   * @throws {UsageError} for a command line without a clear target.
   */
  constructor(context: Context, { clientName }: { readonly clientName?: string } = {}) {
    this.#context = context;
    if (clientName !== undefined) this.clientName = clientName;
    this.#driver = new Driver(context, UNUSED_LAYOUT);
    this.statements = context.args.all("query");
    this.endlessStatements = context.args.all("endless-query");
  }

  /** Starts it, unless it runs. */
  async launch(): Promise<void> {
    await this.#launch();
    if (!this.#driver.isLaunched) return;
    this.#ends = [];
    this.restart = async () => {
      const end = await this.#ownEnd();
      if (end !== null) this.#ends!.push(end);
      await this.#driver.stop();
      this.#driver = new Driver(this.#context, UNUSED_LAYOUT);
      await this.#launch();
    };
  }

  async #launch(): Promise<void> {
    await this.#driver.launch();
    this.secrets.add([this.token]);
  }

  /** The token for Hello. */
  get token(): string | null {
    return this.#driver.token;
  }

  /** Whether it was started with that token. */
  get isTokenItsOwn(): boolean {
    return this.#driver.isLaunched;
  }

  /** Opens a connection. */
  dial(signal: AbortSignal): Promise<Transport> {
    return this.#driver.dial(signal);
  }

  /** Keeps what the driver calls itself. */
  onHello({ serverName, serverVersion }: Parameters<Subject["sessionRequest"]>[0]): void {
    this.#identity ??= { driver: serverName, version: serverVersion };
  }

  /** The OpenSession request, from the command line's options. */
  sessionRequest(
    hello: Parameters<Subject["sessionRequest"]>[0],
    layout: Parameters<Subject["sessionRequest"]>[1],
  ): SessionRequest {
    const request = sessionRequestOf(this.#context.args, { hello, layout }, this.#driver.target.socketId);
    const ofProfile = profileSecrets(request.profileJson, secretFields(hello.formDefinition));
    const secrets = [request.password, request.sshSecret, ...ofProfile];
    this.secrets.add(secrets);
    this.#driver.secrets.add(secrets);
    return request;
  }

  /** How its processes have ended by themselves; null if it was not started here. */
  get ends(): readonly string[] | null {
    return this.#ends;
  }

  /** Resolves when the process that is spoken to now has ended; never for one that was not started here. */
  async ended(): Promise<void> {
    await this.#driver.ended();
  }

  /** What the driver has called itself, and its version; null before it has answered a Hello. */
  get identity(): { driver: string; version: string } | null {
    return this.#identity;
  }

  /** The error, with how its process has ended if that closed the connection. */
  async explain(message: string): Promise<string> {
    const end = await this.#ownEnd();
    return end === null ? message : `${message}. ${end}`;
  }

  /** Stops what was started. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver.stop();
  }

  /** How its process has ended by itself, as a sentence; null if it runs. */
  async #ownEnd(): Promise<string | null> {
    const end = await within(this.#driver.ended(), EXIT_GRACE_MS);
    return end === TIMED_OUT ? null : end?.message ?? null;
  }
}
