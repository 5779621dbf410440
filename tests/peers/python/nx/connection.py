"""What hub and child share: their arguments, the channel to the host, and what the host knows them by."""

import argparse
import json
import os

import grpc


def arguments():
    """The device id, and the configuration."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-device_id", required=True)
    parser.add_argument("-config", required=True)
    found = parser.parse_args()
    with open(found.config, encoding="utf-8") as file:
        return found.device_id, json.load(file)


def connect():
    """A channel to the host, whose address is taken as it is."""
    return grpc.insecure_channel(os.environ["NX_HOST_GRPC_ADDR"])


def known():
    """Which launch this is, and how long a hub without a session is waited for."""
    token = os.environ.get("NX_LAUNCH_TOKEN")
    return [("nx-wait-ms", "10000")] + ([("nx-launch-token", token)] if token else [])
