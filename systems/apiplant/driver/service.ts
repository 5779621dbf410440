/** The methods of a driver, by the paths of their calls. */
import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "../protobuf.ts";

/** A method as the HTTP end calls it. */
export interface Route {
  readonly input: DescMessage;
  readonly output: DescMessage;
  answer(message: never, signal: AbortSignal): unknown;
}

/** The methods by path, such as `/apiplant.storage.v1.EventStorage/Append`. */
export type Routes = ReadonlyMap<string, Route>;

/** A method with what answers it. */
export function route<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  answer: (
    message: MessageShape<I>,
    signal: AbortSignal,
  ) => MessageInitShape<O> | Promise<MessageInitShape<O>>,
): [string, Route] {
  const { input, output } = method;
  return [`/${method.parent.typeName}/${method.name}`, { input, output, answer }];
}
