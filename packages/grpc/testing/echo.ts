/**
 * A service with each kind of method, for tests.
 *
 * @module
 */
import {
  type Bidi,
  type ClientStream,
  type Codec,
  GrpcError,
  type Handlers,
  type ServerStream,
  type ServiceDefinition,
  type Unary,
} from "../mod.ts";

/** Texts as messages. */
export const TEXT: Codec<string> = {
  encode: (message) => new TextEncoder().encode(message),
  decode: (bytes) => new TextDecoder().decode(bytes),
};

/** One method of each kind. */
export type EchoMethods = {
  /** One text for one. */
  say: Unary<string, string>;
  /** One text for many. */
  join: ClientStream<string, string>;
  /** Many texts for one. */
  split: ServerStream<string, string>;
  /** A text for each. */
  chat: Bidi<string, string>;
};

/** The service. */
export const ECHO: ServiceDefinition<EchoMethods> = {
  name: "test.Echo",
  methods: {
    say: { name: "Say", kind: "unary", request: TEXT, response: TEXT },
    join: { name: "Join", kind: "client-stream", request: TEXT, response: TEXT },
    split: { name: "Split", kind: "server-stream", request: TEXT, response: TEXT },
    chat: { name: "Chat", kind: "bidi", request: TEXT, response: TEXT },
  },
};

/** Answers with what it was sent; `fail CODE TEXT` fails. */
export const ECHO_HANDLERS: Handlers<EchoMethods> = {
  say: (text) => answer(text),
  async join(texts) {
    return (await Array.fromAsync(texts)).join(" ");
  },
  async *split(text) {
    for (const word of text.split(" ")) yield answer(word);
  },
  async *chat(texts, context) {
    context.sendHeaders({ "x-chat": "open" });
    for await (const text of texts) yield answer(text);
  },
};

function answer(text: string): string {
  if (text === "fail") throw new GrpcError("NOT_FOUND", "nothing is there", { metadata: { "x-why": "asked" } });
  return text;
}
