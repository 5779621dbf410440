/** Checks tokens (JWT) of an issuer. */
import type { Clock } from "@fluxwire/transport";
import { Refusal } from "../../commit/refusal.ts";
import type { OidcConfig } from "../../config/config.ts";
import type { Caller } from "../caller.ts";
import { callerOfClaims } from "./claims.ts";
import { IssuerKeys, IssuerUnreachable } from "./issuer_keys.ts";
import { errors, jwtVerify } from "./jose.ts";

/** The signatures that tokens may have. */
const ALGORITHMS: readonly string[] = ["RS256", "ES256", "EdDSA"];
/** How far the clocks of issuer and server may differ, in seconds. */
const LEEWAY_S = 60;

/** The check of one issuer's tokens. */
export class Tokens {
  readonly #settings: OidcConfig;
  readonly #clock: Clock;
  readonly #keys: IssuerKeys;

  /** Asks the issuer for its keys at the first token. */
  constructor(settings: OidcConfig, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#keys = new IssuerKeys(settings.issuer, clock);
  }

  /**
   * The caller of a token; `null` for one that is not good, without the reason.
   *
   * @throws {Refusal} `storage` while the issuer's keys cannot be read.
   */
  async callerOf(token: string): Promise<Caller | null> {
    try {
      return await this.#verified(token, false);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return await this.#withNewKeys(token);
      return refusedOr(error);
    }
  }

  async #withNewKeys(token: string): Promise<Caller | null> {
    try {
      return await this.#verified(token, true);
    } catch (error) {
      return refusedOr(error);
    }
  }

  async #verified(token: string, isUnknown: boolean): Promise<Caller | null> {
    const { issuer, audience } = this.#settings;
    const { payload } = await jwtVerify(token, await this.#keys.find(isUnknown), {
      issuer,
      audience,
      algorithms: [...ALGORITHMS],
      clockTolerance: LEEWAY_S,
      requiredClaims: ["exp", "sub"],
      currentDate: new Date(this.#clock.now()),
    });
    const caller = callerOfClaims(payload, this.#settings);
    return caller?.expiresAt == null ? caller : { ...caller, expiresAt: caller.expiresAt + LEEWAY_S * 1_000 };
  }
}

function refusedOr(error: unknown): null {
  if (!(error instanceof IssuerUnreachable)) return null;
  const message = "The keys of the tokens' issuer cannot be read: try again, or use an API key";
  throw new Refusal("storage", message, { role: "oidc" }, { "retry-after": "30" });
}
