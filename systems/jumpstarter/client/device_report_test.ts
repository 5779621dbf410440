import { deepEqual, equal, throws } from "node:assert/strict";
import { type DriverInstanceReport, DriverInstanceReportSchema } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../protobuf.ts";
import { type DeviceReport, treeOf } from "./device_report.ts";

function node(uuid: string, parentUuid?: string, name?: string): DriverInstanceReport {
  const labels: Record<string, string> = { "jumpstarter.dev/client": `class.of.${uuid}` };
  if (name !== undefined) labels["jumpstarter.dev/name"] = name;
  return create(DriverInstanceReportSchema, { uuid, parentUuid, labels });
}

function paths({ path, children }: DeviceReport): string[] {
  return [path, ...children.flatMap(paths)];
}

Deno.test("treeOf() links a device to the latest one with its parent's uuid, as aliases of subtrees need it", () => {
  const root = treeOf([
    node("r"),
    node("lab", "r", "lab"),
    node("supply", "lab", "supply"),
    // An alias of the subtree repeats it with the same uuids.
    node("lab", "r", "same"),
    node("supply", "lab", "supply"),
    node("supply", "r", "power"),
  ]);
  deepEqual(paths(root), ["", "lab", "lab.supply", "same", "same.supply", "power"]);
  equal(root.children[2]!.uuid, "supply");
  equal(root.children[2]!.clientClass, "class.of.supply");
});

Deno.test("treeOf() takes an empty parent as none", () => {
  equal(treeOf([node("r", "")]).uuid, "r");
});

for (
  const [title, reports, problem] of [
    ["without a root", [], /has no root/],
    ["with two roots", [node("r"), node("s")], /s is a second root beside r/],
    ["with a device before its parent", [node("r"), node("c", "lab", "c"), node("lab", "r", "lab")], /comes before/],
    ["with a device without a name", [node("r"), node("c", "r")], /no label jumpstarter.dev\/name/],
    ["of too many devices", Array.from({ length: 10_001 }, () => node("r")), /10001 devices exceed the limit/],
  ] as const
) {
  Deno.test(`treeOf() refuses a report ${title}`, () => {
    throws(() => treeOf(reports), { name: "ProtocolError", code: "BadReport", message: problem });
  });
}
