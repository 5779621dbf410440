/**
 * Resources that a client names by a URL, for the exporter to fetch or to write.
 *
 * @module
 */
import { DeviceError } from "../device/device_error.ts";

/** A request that a client has prepared. */
export interface PresignedRequest {
  /** The URL, whose query is often a secret. */
  readonly url: string;
  /** What the request must have. */
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_REDIRECTS = 10;
/** How long all of a transfer may take, in milliseconds. */
const LIMIT_MS = 7_200_000;
/** What another origin must not get. */
const SECRET_HEADERS = /^(authorization|cookie|proxy-authorization|x-amz-.*|x-ms-.*|x-goog-.*)$/i;

/**
 * Reads a handle.
 *
 * @param method What the device needs: GET to read, PUT to write.
 * @throws {DeviceError} `InvalidArgument` if it is no request of HTTP, or one of another method.
 */
export function presignedRequest(fields: Readonly<Record<string, unknown>>, method: "GET" | "PUT"): PresignedRequest {
  const { url, headers = {} } = fields;
  const isText = typeof url === "string" && /^https?:\/\//.test(url) && URL.canParse(url);
  if (!isText) throw new DeviceError("InvalidArgument", "the handle's url is no URL of http or https");
  if (fields.method !== method) throw new DeviceError("InvalidArgument", `the handle's method must be ${method}`);
  const isRecord = typeof headers === "object" && headers !== null && Object.values(headers).every(isString);
  if (!isRecord) throw new DeviceError("InvalidArgument", "the handle's headers are no texts");
  return { url, headers: headers as Record<string, string> };
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

/**
 * Fetches the bytes of a request. Redirects are followed, ten at most; another origin gets no secrets.
 *
 * @throws {DeviceError} `Failed` with the status, `Unavailable` if the server cannot be reached; without the query.
 */
export async function fetched(
  { url, headers }: PresignedRequest,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  let place = new URL(url), own: Record<string, string> = { ...headers };
  for (let redirects = 0;; redirects++) {
    const response = await request(place, { headers: own, redirect: "manual", signal: limited(signal) });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) {
      if (!response.ok) throw await refused(place, response);
      return response.body ?? new Blob([]).stream();
    }
    await response.body?.cancel();
    if (redirects === MAX_REDIRECTS) {
      throw new DeviceError("Failed", `${shown(place)} redirects more than ${MAX_REDIRECTS} times`);
    }
    const next = new URL(location, place);
    if (next.origin !== place.origin) own = withoutSecrets(own);
    place = next;
  }
}

/**
 * Writes bytes to a URL; redirects are not followed, as what was sent cannot be sent again.
 *
 * @throws {DeviceError} `Failed` with the status, `Unavailable` if the server cannot be reached; without the query.
 */
export async function uploaded(
  { url, headers }: PresignedRequest,
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const place = new URL(url), own = { ...headers };
  const init: RequestInit = { method: "PUT", headers: own, body: body as BodyInit, redirect: "manual" };
  const response = await request(place, { ...init, signal: limited(signal) });
  if (!response.ok) throw await refused(place, response, "PUT");
  await response.body?.cancel();
}

async function request(place: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(place, init);
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw new DeviceError("Unavailable", `Cannot reach ${shown(place)}`, { cause });
  }
}

async function refused(place: URL, response: Response, method = "GET"): Promise<DeviceError> {
  await response.body?.cancel();
  return new DeviceError("Failed", `${method} ${shown(place)} answered ${response.status}`);
}

function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET_HEADERS.test(name)));
}

/** A URL without what may be secret. */
function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
