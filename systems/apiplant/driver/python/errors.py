"""The records of what went wrong."""

MAX_RECORDS = 1_000


class ErrorStorage:
    """The last records, the oldest first."""

    def __init__(self, info, journal):
        self.driver = info
        self.journal = journal
        self.records = []

    def Info(self, _request):
        return self.driver

    def Log(self, request):
        return self.journal.change("ErrorStorage", "Log", request, self.log)

    def log(self, request):
        record = request["record"]
        # The same record comes again if its answer was lost.
        if all(kept["id"] != record["id"] for kept in self.records):
            self.records.append(record)
            del self.records[:-MAX_RECORDS]
        return {}

    def List(self, request):
        with self.journal.lock:
            ids, before = [record["id"] for record in self.records], request.get("before", "")
            end = len(ids) if before == "" else ids.index(before) if before in ids else 0
            found = [record for record in reversed(self.records[:end]) if fits(record, request)]
            return {"records": found[: request.get("max", 0)]}


def fits(record, request):
    return all(request.get(name, "") in ("", record.get(name, "")) for name in ("model", "hook"))
