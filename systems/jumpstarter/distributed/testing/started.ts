/**
 * A leased exporter that runs beside a controller, for tests.
 *
 * @module
 */
import { connect } from "@fluxwire/grpc";
import { aborted } from "@fluxwire/transport";
import { connect as connectExporter } from "../../client/connect.ts";
import type { Exporter } from "../../client/exporter.ts";
import { defineDevice, type Device } from "../../device/define_device.ts";
import { bytes, call } from "../../device/method.ts";
import { t } from "../../device/t.ts";
import type { Hooks } from "../../exporter/lease_hooks.ts";
import { ExporterLog, type LogRecord } from "../../exporter/log.ts";
import { planOf } from "../../exporter/plan.ts";
import { Controller } from "../controller.ts";
import type { Dial } from "../dial.ts";
import { identityOf } from "../identity.ts";
import { type ExporterEnd, LeasedExporter } from "../leased_exporter.ts";
import { TIMING, type Timing } from "../timing.ts";
import { openTunnel } from "../tunnel.ts";
import { ExporterStatus } from "../../generated/jumpstarter/v1/common_pb.ts";
import { DialRequestSchema } from "../../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../../protobuf.ts";
import { CONTROLLER } from "../../wire/controller.ts";
import { FakeController, TOKENS } from "./fake_controller.ts";
import { Watchers } from "./watchers.ts";

/** The usual order with short pauses. */
export const SHORT: Timing = {
  ...TIMING,
  callPauseMs: 1,
  maxCallPauseMs: 4,
  unavailablePauseMs: 1,
  streamPauseMs: 1,
  betweenLeasesMs: 1,
  lastStatusMs: 20,
};

/** Without TLS, which the tests with real programs have. */
export const plainDial: Dial = (endpoint, metadata, signal) =>
  connect(endpoint, { metadata, ...signal === undefined ? {} : { signal } });

/** An exporter and its controller. */
export interface Started extends AsyncDisposable {
  /** The controller. */
  readonly controller: FakeController;
  /** All that the exporter has logged. */
  readonly records: readonly LogRecord[];
  /** Why it has ended. */
  readonly end: Promise<ExporterEnd>;
  /** Leases it to alice; resolves when it is ready for that many leases. */
  leased(lease: string, times?: number): Promise<void>;
  /** Resolves when it has logged such a line. */
  logged(line: RegExp): Promise<void>;
  /** Resolves when the controller has answered its report of a status: one that comes next takes the place of none that waits. */
  told(status: string): Promise<void>;
  /** Stops it at once. */
  stop(): void;
  /** Stops it when no lease runs. */
  stopAfterLease(): void;
  /** A client of the lease. */
  client(lease: string): Promise<Exporter>;
}

/** What an exporter may have besides its devices. */
export interface StartOptions {
  /** Its hooks. */
  readonly hooks?: Hooks;
  /** How long things take. */
  readonly timing?: Partial<Timing>;
  /** Whether it ends with its first lease. */
  readonly exitOnLeaseEnd?: boolean;
  /** The controller, if it has been started. */
  readonly controller?: FakeController;
  /** How it is reached. */
  readonly dial?: Dial;
}

/** A lamp, and what has happened to it. */
export function bench(): { devices: { lamp: Device }; events: string[] } {
  const events: string[] = [];
  const lamp = defineDevice({
    name: "lamp",
    open() {
      events.push("open");
      return {
        methods: {
          name: call([], () => "lamp"),
          say: call([t.string()], (text, { log }) => log.info(text)),
          echo: bytes(() => new TransformStream<Uint8Array, Uint8Array>()),
          hang: call([], async ({ signal, log }) => {
            log.info("hangs");
            await aborted(signal);
            log.info("let go");
            throw signal.reason;
          }),
        },
        close: () => void events.push("close"),
      };
    },
  });
  return { devices: { lamp: lamp as Device }, events };
}

/** Starts an exporter of these devices; it has registered when its controller has seen so. */
export async function start(
  devices: Readonly<Record<string, Device>>,
  { hooks = {}, timing = {}, exitOnLeaseEnd = false, controller: given, dial = plainDial }: StartOptions = {},
): Promise<Started> {
  const fake = given ?? await FakeController.start();
  const records: LogRecord[] = [];
  const watchers = new Watchers();
  const log = new ExporterLog((record) => {
    records.push(record);
    watchers.wake();
  });
  const now = new AbortController(), afterLease = new AbortController();
  const times = { ...SHORT, ...timing };
  const identity = { kind: "Exporter", namespace: "lab", name: "bench", token: TOKENS.Exporter } as const;
  const children = Object.entries(devices).map(([name, one]) => [name, planOf(one, one.config.check({}))] as const);
  const controller = new Controller({ dial, endpoint: fake.endpoint, identity, log, timing: times });
  const told: string[] = [], report = controller.reportStatus.bind(controller);
  controller.reportStatus = async (next, signal) => {
    await report(next, signal);
    told.push(`${ExporterStatus[next.status]} ${next.message}`);
    watchers.wake();
  };
  const exporter = new LeasedExporter({
    plan: { kind: "composite", children: Object.fromEntries(children), description: null },
    labels: { "jumpstarter.dev/name": "bench" },
    hooks,
    controller,
    dial,
    log,
    timing: times,
    exitOnLeaseEnd,
    onRegistered() {},
  });
  const end = exporter.run({ now: now.signal, afterLease: afterLease.signal });
  end.catch(() => {});
  return {
    controller: fake,
    records,
    end,
    async leased(lease, times = 1) {
      fake.lease(lease, "alice");
      await fake.seen("ReportStatus LEASE_READY Ready for commands", times);
      await fake.seen(`Listen ${lease}`);
    },
    logged: (line) => watchers.until(() => records.some(({ message }) => line.test(message))),
    told: (status) => watchers.until(() => told.includes(status)),
    stop: () => now.abort(),
    stopAfterLease: () => afterLease.abort(),
    client: (lease) => clientOf(fake, lease),
    async [Symbol.asyncDispose]() {
      now.abort();
      await end.catch(() => {});
      await fake[Symbol.asyncDispose]();
    },
  };
}

async function clientOf(fake: FakeController, leaseName: string): Promise<Exporter> {
  const identity = { kind: "Client", namespace: "lab", name: "alice", token: TOKENS.Client } as const;
  const channel = await plainDial(fake.endpoint, identityOf(identity));
  try {
    const meeting = await channel.client(CONTROLLER).dial(create(DialRequestSchema, { leaseName }));
    const { duplex } = await openTunnel(plainDial, meeting);
    return await connectExporter({ endpoint: { tunnel: duplex } });
  } finally {
    await channel.close();
  }
}
