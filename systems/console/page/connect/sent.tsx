/**
 * What is sent to open a session, with secrets masked, and the same as a command.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import { sessionRequest } from "@fluxwire/wire/client";
import { type ComponentChildren, h } from "../preact.ts";
import { fieldsOf, type HelloShown, isSecret } from "./form.ts";

/** What stands for a secret. */
const MASKED = "[masked]";

/** What a {@link Sent} takes. */
export interface SentProps {
  /** The driver. */
  readonly hello: HelloShown;
  /** The release that sends. */
  readonly layout: string;
  /** What is sent; secrets have any text here. */
  readonly values: Readonly<Record<string, string>>;
}

/** Shows the request. */
export function Sent({ hello, layout, values }: SentProps): ComponentChildren {
  const { profileJson, password } = sessionRequest({
    hello,
    layout: layout as Layout,
    values: masked(hello, values),
    socketId: "…",
    id: "a new one each time",
  });
  return (
    <section aria-label="What is sent">
      <h2>What is sent</h2>
      <p>
        <b>OpenSession</b>
      </p>
      <pre
        tabIndex={0}
      >{`profileJson ${JSON.stringify(JSON.parse(profileJson), null, 2)}\npassword ${password ?? "null"}`}</pre>
    </section>
  );
}

/** The same as a command; TARGET stands for the driver, which the page does not know. */
export function probeCommand({ hello, layout, values }: SentProps): string {
  const secrets = new Set(
    fieldsOf(hello.formDefinition).filter(({ field }) => isSecret(field)).map(({ field }) => field.id),
  );
  const words = Object.entries(values).flatMap(([id, text]) => {
    if (id === "password") return ["--password-env", "PASSWORD"];
    return ["--value", secrets.has(id) ? `"${id}=$${id.toUpperCase()}"` : quoted(`${id}=${text}`)];
  });
  return ["deno task probe open TARGET", "--layout", layout, ...words].join(" ");
}

function masked({ formDefinition }: HelloShown, values: SentProps["values"]): Record<string, string> {
  const secrets = fieldsOf(formDefinition).filter(({ field }) => isSecret(field) && values[field.id] !== undefined);
  return { ...values, ...Object.fromEntries(secrets.map(({ field }) => [field.id, MASKED])) };
}

function quoted(text: string): string {
  return /^[\w=.,:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
