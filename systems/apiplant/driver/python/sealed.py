"""Sealed values by name: what is in them, the server alone can read."""


class SecureStorage:
    """A map whose values change by compare-and-set."""

    def __init__(self, info, journal):
        self.driver = info
        self.journal = journal
        self.values = {}

    def Info(self, _request):
        return self.driver

    def Get(self, request):
        with self.journal.lock:
            found = self.values.get(request["name"])
            return {} if found is None else {"value": found[0], "version": str(found[1])}

    def Set(self, request):
        return self.journal.change("SecureStorage", "Set", request, self.set)

    def set(self, request):
        version = self.values.get(request["name"], (None, 0))[1]
        if "ifVersion" in request and int(request["ifVersion"]) != version:
            return {"conflict": True}
        self.values[request["name"]] = (request.get("value", ""), version + 1)
        return {"version": str(version + 1)}

    def Delete(self, request):
        return self.journal.change("SecureStorage", "Delete", request, self.delete)

    def delete(self, request):
        self.values.pop(request["name"], None)
        return {}

    def List(self, request):
        with self.journal.lock:
            return {"names": sorted(name for name in self.values if name.startswith(request.get("prefix", "")))}
