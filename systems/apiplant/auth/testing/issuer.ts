/** A small issuer of tokens: OpenID Connect's discovery and keys, and signatures made here, not by the library that checks them. */

/** The signatures that it can make. */
export type Signature = "RS256" | "RS512" | "ES256" | "EdDSA" | "HS256" | "none";

interface SigningKey {
  readonly kid: string;
  readonly pair: CryptoKeyPair;
}

const GENERATED: Readonly<Record<"RS256" | "ES256" | "EdDSA", RsaHashedKeyGenParams | EcKeyGenParams | Algorithm>> = {
  RS256: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  EdDSA: { name: "Ed25519" },
};

/** An issuer that listens on a free port. It must be disposed. */
export class Issuer implements AsyncDisposable {
  /** How often it was asked for its keys. */
  reads = 0;
  /** Whether it answers. */
  isUp = true;
  /** What its discovery document says besides. */
  document: Record<string, unknown> = {};
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #keys = new Map<string, SigningKey>();
  /** The keys that it shows. */
  readonly #shown = new Map<string, JsonWebKey & { kid: string }>();

  private constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  /** Starts one with a key for each signature. */
  static async start(): Promise<Issuer> {
    const issuer = new Issuer();
    for (const algorithm of ["RS256", "ES256", "EdDSA"] as const) await issuer.rotate(algorithm);
    return issuer;
  }

  /** Its address, as tokens name it. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Takes a new key for a signature, and shows it instead of the one before. */
  async rotate(algorithm: keyof typeof GENERATED): Promise<void> {
    const pair = await crypto.subtle.generateKey(GENERATED[algorithm], true, ["sign", "verify"]) as CryptoKeyPair;
    const kid = crypto.randomUUID(), before = this.#keys.get(algorithm);
    if (before !== undefined) this.#shown.delete(before.kid);
    this.#keys.set(algorithm, { kid, pair });
    this.#shown.set(kid, { ...await crypto.subtle.exportKey("jwk", pair.publicKey), kid, alg: algorithm, use: "sig" });
  }

  /** A token with these claims beside `iss`, and with a lifetime of five minutes from `now` in milliseconds. */
  async token(claims: Readonly<Record<string, unknown>>, now: number, algorithm: Signature = "RS256"): Promise<string> {
    const seconds = Math.floor(now / 1_000);
    const all = { iss: this.url, aud: "models", iat: seconds, exp: seconds + 300, ...claims };
    const key = this.#keys.get(algorithm) ?? this.#keys.get("RS256")!;
    const unsigned = `${part({ alg: algorithm, typ: "JWT", kid: key.kid })}.${part(all)}`;
    return `${unsigned}.${base64(await this.#sign(algorithm, key, new TextEncoder().encode(unsigned)))}`;
  }

  async #sign(algorithm: Signature, { pair }: SigningKey, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    if (algorithm === "none") return new Uint8Array();
    if (algorithm === "HS256") {
      // The attack that takes the public key, which all know, for a shared secret.
      const secret = await crypto.subtle.exportKey("spki", pair.publicKey);
      const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      return new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
    }
    if (algorithm === "RS512") {
      const jwk = await crypto.subtle.exportKey("jwk", pair.privateKey);
      const key = await crypto.subtle.importKey(
        "jwk",
        { ...jwk, alg: "RS512" },
        { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
        false,
        ["sign"],
      );
      return new Uint8Array(await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key, bytes));
    }
    const how = { RS256: "RSASSA-PKCS1-v1_5", ES256: { name: "ECDSA", hash: "SHA-256" }, EdDSA: "Ed25519" }[algorithm];
    return new Uint8Array(await crypto.subtle.sign(how, pair.privateKey, bytes));
  }

  #answer(request: Request): Response {
    const { pathname } = new URL(request.url);
    if (!this.isUp) return new Response(null, { status: 500 });
    if (pathname === "/.well-known/openid-configuration") {
      return Response.json({ issuer: this.url, jwks_uri: `${this.url}/keys`, ...this.document });
    }
    if (pathname === "/away") return Response.redirect(`${this.url}/keys`);
    if (pathname === "/large") return new Response(`{"keys":[],"x":"${"x".repeat(300_000)}"}`);
    if (pathname !== "/keys") return new Response(null, { status: 404 });
    this.reads++;
    return Response.json({ keys: [...this.#shown.values()] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

function part(value: unknown): string {
  return base64(new TextEncoder().encode(JSON.stringify(value)));
}

function base64(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
