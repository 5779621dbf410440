/**
 * Opens a session: converts the profile to typed values, then calls the driver's `open`.
 *
 * @module
 */
import type { DriverRequestBody } from "@fluxwire/wire";
import { formSecrets, profileSecrets, secretFields } from "@fluxwire/wire/secrets";
import { type ConnectionProfile, parseProfile, ProfileError } from "@fluxwire/wire/server";
import type { Driver, OpenRequest } from "./driver.ts";
import { DriverError } from "./errors.ts";
import type { AddSecrets } from "./masked_log.ts";
import type { Session } from "./methods/session.ts";
import { keptValues } from "./remember/kept_values.ts";
import { FILL_IN, restoredTexts } from "./remember/restored_texts.ts";
import type { ValueStore } from "./remember/value_store.ts";
import { type StatementLimit, statementLimit } from "./statement_limit.ts";

type OpenSession = Extract<DriverRequestBody, { type: "OpenSession" }>;

/** The context in which a session is opened. */
export interface OpenContext extends Pick<OpenRequest<unknown>, "signal" | "peer" | "log"> {
  /** Called with the request's secrets, before any text can repeat them. */
  addSecrets: AddSecrets;
  /** The store for remembered values; null to remember none. */
  store: ValueStore | null;
}

/** A session and the time limit of its requests. */
export interface SessionWithLimit {
  /** The session that the driver's `open` returned. */
  session: Session;
  /** The time limit of each request; null without one. */
  limit: StatementLimit | null;
}

/**
 * Opens a session.
 *
 * @throws {DriverError} `InvalidRequest` for an invalid profile or invalid values; the message names every problem.
 * @throws {TypeError} if the driver's `open` returns no session.
 * @throws the errors of `open`.
 */
export async function openSession(
  driver: Driver,
  request: OpenSession,
  { addSecrets, store, ...context }: OpenContext,
): Promise<SessionWithLimit> {
  addSecrets([request.password, request.sshSecret]);
  const profile = readProfile(request.profileJson);
  addSecrets(profileSecrets(request.profileJson, secretFields(driver.formDefinition)));
  const texts = profile.values ?? await restoredTexts(profile, store, context.log);
  if (profile.values === null) addSecrets(formSecrets(driver.formDefinition, texts));
  const read = driver.definition.form.read(texts, request.password);
  if ("problems" in read) {
    const problems = [...read.problems].map(([id, problem]) => `${id} ${problem}`).join("; ");
    const hint = profile.values === null
      ? `; DBFlux sent no values, and the remembered ones are these: ${FILL_IN}`
      : "";
    throw new DriverError("InvalidRequest", `Invalid form values: ${problems}${hint}`);
  }
  const { values, password } = read;
  const { sshSecret = null } = request;
  const { form, statementTimeoutField } = driver.definition;
  const limit = statementLimit(form, statementTimeoutField, values);
  const session: unknown = await driver.definition.open({ ...context, values, password, sshSecret, profile });
  if (typeof session !== "object" || session === null) {
    throw new TypeError(`Cannot open session: open gave ${session}, and not an object with the session's methods`);
  }
  await store?.write(profile.id, keptValues(driver.formDefinition, texts), context.log);
  return { session: session as Session, limit };
}

function readProfile(text: string): ConnectionProfile {
  try {
    return parseProfile(text);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new DriverError("InvalidRequest", `Invalid profile JSON: ${error.message}`, { cause: error });
  }
}
