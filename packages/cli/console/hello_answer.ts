/**
 * What a driver says of itself to a release of DBFlux, beside what it says to the newest.
 *
 * @module
 */
import type { HelloAnswer } from "@fluxwire/console";
import { formFindings } from "@fluxwire/sdk/forms";
import { LAYOUTS, toExact } from "@fluxwire/wire";
import { type DriverClient, formFields } from "@fluxwire/wire/client";
import { fieldLacks } from "./field_lacks.ts";

/** The answer of two connections, which may be the same one. */
export function helloAnswer(newest: DriverClient, asked: DriverClient): HelloAnswer {
  const { hello } = newest;
  const envelope = {
    protocolVersion: newest.version,
    requestId: 0n,
    done: true,
    body: { type: "Hello" as const, ...hello },
  };
  const lacks = asked === newest ? [] : fieldLacks(formFields(hello), formFields(asked.hello), asked.layout);
  return {
    newest: newest.layout,
    layouts: [...LAYOUTS],
    layout: asked.layout,
    hello: (toExact("response", envelope) as { body: unknown }).body,
    lacks,
    findings: formFindings(hello.formDefinition),
  };
}
