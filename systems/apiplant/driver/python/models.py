"""What the events made: models, hooks, instances."""
from exact_json import Number, equal, parse, write
from failure import Failure
from migrating import changes_data, migrate
from queries import page_of, test_of, unique_form, value_of

MAX_ANSWER_CHARACTERS = 4 << 20
MAX_KEPT = 2


class Model:
    """A model with what belongs to it."""

    def __init__(self):
        self.versions = {}
        self.hooks = {}
        self.instances = {}
        self.current = None

    def define(self, definition, revision, defined_at):
        self.current = int(definition["version"].value)
        self.versions[self.current] = {"definition": definition, "revision": revision, "definedAt": defined_at}

    def revise(self, revision):
        self.versions[self.current] = {**self.versions[self.current], "revision": revision}


class ModelStorage:
    """Applies events, and answers questions about what they made."""

    def __init__(self, info, journal):
        self.driver = info
        self.journal = journal
        self.models, self.seq, self.log_id = {}, 0, ""
        self.dumps, self.loads = {}, {}

    def Info(self, _request):
        return self.driver

    def State(self, _request):
        with self.journal.lock:
            return {"seq": str(self.seq), "logId": self.log_id}

    def Apply(self, request):
        return self.journal.change("ModelStorage", "Apply", request, self.apply)

    def apply(self, request):
        if self.log_id == "":
            raise Failure("invalid_argument", "The model storage has no log: reset it first")
        events = [event for event in request.get("events", []) if int(event["seq"]) > self.seq]
        for at, event in enumerate(events):
            if int(event["seq"]) != self.seq + 1 + at:
                missing = f"Event {self.seq + 1 + at} is missing before {event['seq']}"
                raise Failure("aborted", f"{missing}: the model storage is at {self.seq}")
        for event in events:
            self.seq = int(event["seq"])
            self.take(parse(event["json"]), Number(event["seq"]))
        return {"seq": str(self.seq)}

    def take(self, event, seq):
        """Changes the content by an event. Kinds that are not known change nothing."""
        kind, model = event["kind"], self.models.get(event["model"])
        if kind in ("model.created", "model.updated"):
            definition = event["payload"]
            model = self.models.setdefault(event["model"], Model())
            model.define(definition, seq, seq)
            if kind == "model.updated" and changes_data(definition):
                for instance in model.instances.values():
                    instance["data"] = migrate(instance["data"], definition)
        elif model is None:
            pass
        elif kind == "model.deleted":
            del self.models[event["model"]]
        elif kind == "hook.updated":
            model.hooks[event["payload"]["hook"]] = {**event["payload"], "revision": seq}
            model.revise(seq)
        elif kind == "hook.deleted":
            model.hooks.pop(event["instance"], None)
            model.revise(seq)
        elif kind in ("instance.created", "instance.updated", "instance.erased") and "payload" in event:
            before = model.instances.get(event["instance"]) if kind != "instance.created" else None
            model.instances[event["instance"]] = {
                "id": event["instance"],
                "revision": seq,
                "modelVersion": event["modelVersion"],
                "createdAt": before["createdAt"] if before else event["at"],
                "updatedAt": event["at"],
                "data": event["payload"],
            }
        elif kind == "instance.deleted":
            model.instances.pop(event["instance"], None)

    def Reset(self, request):
        return self.journal.change("ModelStorage", "Reset", request, self.reset)

    def reset(self, request):
        self.models, self.seq, self.log_id = {}, 0, request["logId"]
        return {}

    def Models(self, _request):
        with self.journal.lock:
            return {"json": [write(model.versions[model.current]) for _, model in sorted(self.models.items())]}

    def Model(self, request):
        with self.journal.lock:
            model = self.models.get(request["id"])
            found = model and model.versions.get(request.get("version", 0) or model.current)
            return {"json": write(found)} if found else {}

    def Hooks(self, request):
        with self.journal.lock:
            model = self.models.get(request["model"])
            return {"json": [write(hook) for _, hook in sorted(model.hooks.items())] if model else []}

    def Get(self, request):
        with self.journal.lock:
            model = self.models.get(request["model"])
            found = model and model.instances.get(request["id"])
            return {"json": write(found)} if found else {}

    def Find(self, request):
        with self.journal.lock:
            definition, instances = self.known(request["model"])
            items, after, total = page_of(definition, instances, parse(request["queryJson"]))
            answer = {"itemsJson": [write(item) for item in items]}
            if after is not None:
                answer["nextJson"] = write(after)
            return answer if total is None else {**answer, "total": str(total)}

    def Count(self, request):
        with self.journal.lock:
            definition, instances = self.known(request["model"])
            test = test_of(definition, parse(request["filterJson"]))
            return {"count": str(sum(1 for one in instances if test(one)))}

    def FindUnique(self, request):
        with self.journal.lock:
            _, instances = self.known(request["model"])
            wanted = [unique_form(value) for value in parse(request["valuesJson"])]
            if None in wanted:
                return {}
            forms = lambda instance: [unique_form(value_of(instance, name)) for name in request["fields"]]
            ids = sorted(one["id"] for one in instances if equal(forms(one), wanted))
            return {"id": ids[0]} if ids else {}

    def known(self, name):
        model = self.models.get(name)
        if model is None:
            raise Failure("not_found", f"There is no model {name}")
        return model.versions[model.current]["definition"], model.instances.values()

    def Dump(self, request):
        with self.journal.lock:
            offset = int(request.get("offset", 0))
            lines = kept(self.dumps, request["id"], offset, self.lines)
            part, characters = [], 0
            for line in lines[offset : offset + request["max"]]:
                characters += len(line)
                if part and characters > MAX_ANSWER_CHARACTERS:
                    break
                part.append(line)
            return {"lines": part, "end": offset + len(part) == len(lines)}

    def lines(self):
        """All content: the head, then each model with its versions, hooks and instances."""
        if self.log_id == "":
            raise Failure("invalid_argument", "The model storage has no log: reset it first")
        lines = [write({"seq": self.seq, "logId": self.log_id, "v": 1})]
        for name, model in sorted(self.models.items()):
            for _, stored in sorted(model.versions.items()):
                lines.append(write({"model": stored["definition"], "revision": stored["revision"], "definedAt": stored["definedAt"]}))
            lines += [write({"of": name, "hook": hook}) for _, hook in sorted(model.hooks.items())]
            lines += [write({"of": name, "instance": one}) for _, one in sorted(model.instances.items())]
        return lines

    def Load(self, request):
        with self.journal.lock:
            offset = int(request.get("offset", 0))
            lines = kept(self.loads, request["id"], offset, list)
            lines[offset:] = request.get("lines", [])
        if request.get("end", False):
            self.journal.change("ModelStorage", "replace", {"lines": lines}, self.replace)
        return {}

    def replace(self, request):
        """Replaces all content, unless the lines are no dump."""
        try:
            head, *records = [parse(line) for line in request["lines"]]
            if head["v"].value != 1:
                raise ValueError("another version")
            models = {}
            for record in records:
                if "model" in record:
                    model = models.setdefault(record["model"]["id"], Model())
                    model.define(record["model"], record["revision"], record["definedAt"])
                elif "hook" in record:
                    models[record["of"]].hooks[record["hook"]["hook"]] = record["hook"]
                else:
                    models[record["of"]].instances[record["instance"]["id"]] = record["instance"]
            self.seq, self.log_id, self.models = head["seq"].value, head["logId"], models
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Failure("data_loss", "The lines are not a dump") from error
        return {}


def kept(lists, name, offset, make):
    """The list of a dump or load, which its call at offset 0 begins. Of old ones few are kept."""
    if offset == 0 and name not in lists:
        made = make()
        if len(lists) == MAX_KEPT:
            del lists[next(iter(lists))]
        lists[name] = made
    if offset > len(lists.get(name, [])) or name not in lists:
        raise Failure("not_found", f"{name} is not kept up to {offset}: begin another")
    return lists[name]
