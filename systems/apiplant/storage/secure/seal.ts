/** Sealing: AES-256-GCM with a random nonce of 96 bits, bound to what a value is. */
const NONCE = 12;

/** Seals bytes: the nonce, then the ciphertext with its tag. */
export async function seal(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>, bound: string): Promise<Uint8Array> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const parameters = { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(bound) };
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(parameters, key, bytes));
  const sealed = new Uint8Array(NONCE + ciphertext.length);
  sealed.set(nonce);
  sealed.set(ciphertext, NONCE);
  return sealed;
}

/** The bytes that were sealed, or `null` if the key, the bytes or what they are bound to is another. */
export async function unseal(
  key: CryptoKey,
  sealed: Uint8Array<ArrayBuffer>,
  bound: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const iv = sealed.slice(0, NONCE);
  try {
    const parameters = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(bound) };
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed.slice(NONCE)));
  } catch {
    return null;
  }
}
