/**
 * What Jumpstarter's own client asks of a controller to get a lease, for the controller of the tests.
 *
 * @module
 */
import {
  BYTES,
  type Codec,
  implement,
  type ServiceDefinition,
  type ServiceImplementation,
  type Unary,
} from "@fluxwire/grpc";
import type { FakeController } from "../../systems/jumpstarter/distributed/testing/fake_controller.ts";
import { message } from "../peers/protobuf.ts";

interface Named {
  readonly name?: string;
}

interface Lease extends Named {
  readonly selector?: string;
  readonly client: string;
  readonly exporter: string;
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
}

const named: Codec<Named> = message({ name: [1, "text"] });
const condition: Codec<object> = message({ type: [1, "text"], status: [2, "text"] });
const lease: Codec<Lease> = message({
  name: [1, "text"],
  selector: [2, "text"],
  client: [9, "text"],
  exporter: [10, "text"],
  conditions: [11, [condition]],
});

const CLIENT_SERVICE: ServiceDefinition<{
  getExporter: Unary<Named, Named>;
  createLease: Unary<Uint8Array, Lease>;
  getLease: Unary<Named, Lease>;
  deleteLease: Unary<Named, Uint8Array>;
}> = {
  name: "jumpstarter.client.v1.ClientService",
  methods: {
    getExporter: { name: "GetExporter", kind: "unary", request: named, response: named },
    createLease: { name: "CreateLease", kind: "unary", request: BYTES, response: lease },
    getLease: { name: "GetLease", kind: "unary", request: named, response: lease },
    deleteLease: { name: "DeleteLease", kind: "unary", request: named, response: BYTES },
  },
};

const NAMESPACE = "namespaces/lab";

/** Gives the exporter to any client that asks for a lease; `leaseName` is the lease's. */
export function clientService(controller: FakeController, leaseName: string): ServiceImplementation {
  const current: Lease = {
    name: `${NAMESPACE}/leases/${leaseName}`,
    client: `${NAMESPACE}/clients/alice`,
    exporter: `${NAMESPACE}/exporters/bench`,
    conditions: [{ type: "Ready", status: "True" }],
  };
  return implement(CLIENT_SERVICE, {
    getExporter(request, context) {
      controller.checked("Client", context);
      return request;
    },
    createLease(_, context) {
      controller.checked("Client", context);
      controller.lease(leaseName, "alice");
      return current;
    },
    getLease(_, context) {
      controller.checked("Client", context);
      return current;
    },
    deleteLease(_, context) {
      controller.checked("Client", context);
      controller.unlease();
      return new Uint8Array();
    },
  });
}
