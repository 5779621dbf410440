"""The log of events."""
import time
import uuid

from failure import Failure

MAX_ANSWER_CHARACTERS = 8 << 20


class EventStorage:
    """A list: an append lands directly behind the place that it expects, whole, or changes nothing."""

    def __init__(self, info, journal):
        self.driver = info
        self.journal = journal
        self.log_id = None
        self.first = 1
        self.events = []
        self.registers = {}

    @property
    def head(self):
        return self.first + len(self.events) - 1

    def Info(self, _request):
        with self.journal.lock:
            if self.log_id is None:
                self.Begin({"logId": str(uuid.uuid4())})
            return {
                "driver": self.driver,
                "logId": self.log_id,
                "durable": self.journal.durable,
                "first": str(self.first),
                "head": str(self.head),
            }

    def Begin(self, request):
        """Gives a new log its id. No call of the protocol."""
        return self.journal.change("EventStorage", "Begin", request, self.begin)

    def begin(self, request):
        self.log_id = request["logId"]

    def Append(self, request):
        return self.journal.change("EventStorage", "Append", request, self.append)

    def append(self, request):
        events = request.get("events", [])
        if not events:
            raise Failure("invalid_argument", "An append has at least one event")
        for event in events:
            if any(character < " " for character in event["json"]):
                raise Failure("invalid_argument", "An event has control characters: write it as one line")
        if int(request.get("expected", 0)) != self.head:
            return {"conflict": True, "head": str(self.head)}
        for event in events:
            kept = {name: event.get(name, "") for name in ("id", "model", "instance", "json")}
            self.events.append({"seq": str(self.head + 1), **kept})
        return {"head": str(self.head)}

    def Read(self, request):
        start, most = int(request.get("from", 0)), request.get("max", 0)
        end = time.monotonic() + request.get("waitMs", 0) / 1000
        with self.journal.lock:
            while start > self.head and (left := end - time.monotonic()) > 0:
                self.journal.lock.wait(left)
            if start < self.first:
                raise Failure("out_of_range", f"Event {start} is compacted: the first is {self.first}")
            page, characters = [], 0
            for event in self.events[start - self.first : start - self.first + most]:
                characters += len(event["json"])
                if page and characters > MAX_ANSWER_CHARACTERS:
                    break
                page.append(event)
            return {"events": page, "head": str(self.head)}

    def GetRegister(self, request):
        with self.journal.lock:
            register = self.registers.get(request["name"])
            return {} if register is None else {"register": {"name": request["name"], **register}}

    def SetRegister(self, request):
        return self.journal.change("EventStorage", "SetRegister", request, self.set_register)

    def set_register(self, request):
        version = int(self.registers.get(request["name"], {"version": 0})["version"])
        if version != int(request.get("ifVersion", 0)):
            return {"conflict": True}
        self.registers[request["name"]] = {"value": request.get("value", ""), "version": str(version + 1)}
        return {"version": str(version + 1)}

    def Trim(self, request):
        return self.journal.change("EventStorage", "Trim", request, self.trim)

    def trim(self, request):
        count = min(int(request.get("before", 0)), self.head + 1) - self.first
        if count > 0:
            self.events, self.first = self.events[count:], self.first + count
        return {}
