"""The changes of all services in a file, each before it is answered."""
import json
import os
import threading


class Journal:
    """Makes changes one at a time. The same changes in the same order make the same content."""

    def __init__(self, path):
        self.lock = threading.Condition()
        self.path = path
        self.file = None

    @property
    def durable(self):
        """What an answered change outlives."""
        return "none" if self.path is None else "disk"

    def change(self, service, method, request, make):
        """Makes a change that may fail, and keeps it if it did not."""
        with self.lock:
            answer = make(request)
            if self.file is not None:
                self.file.write(json.dumps([service, method, request]).encode() + b"\n")
                self.file.flush()
                os.fsync(self.file.fileno())
            self.lock.notify_all()
            return answer

    def replay(self, services):
        """Makes the changes of the file again. A last line without an end was never answered: it is cut off."""
        if self.path is None:
            return
        whole = 0
        if os.path.exists(self.path):
            with open(self.path, "rb") as file:
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    service, method, request = json.loads(line)
                    getattr(services[service], method)(request)
                    whole += len(line)
        self.file = open(self.path, "ab")
        self.file.truncate(whole)
