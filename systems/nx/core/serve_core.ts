/**
 * Serves a core: `nx.driver.v1.PublisherService` in front of a model server.
 *
 * @module
 */
import { type GrpcServer, serve } from "@fluxwire/grpc";
import { ConnectionError } from "@fluxwire/transport";
import { coreService } from "./core_service.ts";
import { CoreWriter } from "./core_writer.ts";
import { ModelServer, type ModelServerOptions } from "./model_server.ts";

/** What a core stands on. */
export interface CoreOptions {
  /** `unix:PATH` or `HOST:PORT`; port 0 lets the system choose. */
  readonly address: string;
  /** Where it writes. */
  readonly models: Pick<ModelServerOptions, "url" | "token">;
  /** Gets a sentence when the model server is first out of reach, when it is back, and for calls that fail by a defect. */
  readonly onNote: (text: string) => void;
}

/**
 * Listens; the model server may come later.
 *
 * @throws {ConnectionError} As gRPC's `serve`.
 */
export function serveCore({ address, models, onNote }: CoreOptions): Promise<GrpcServer> {
  const server = new ModelServer({
    ...models,
    onReach: (failure) => onNote(failure ?? `The model server at ${models.url} answers again`),
  });
  return serve({
    address,
    services: [coreService(new CoreWriter(server))],
    onError: (error, { method }) => {
      // A host that ends leaves a broken connection.
      if (error instanceof ConnectionError) return;
      onNote(`${method ?? "A connection"} failed: ${error instanceof Error ? error.message : error}`);
    },
  });
}
