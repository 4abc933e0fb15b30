"""cedar_peer.py call|engine POLICY ANSWERS: decides the benchmark's requests with Cedar, on demand, as poort-micro's Worker does.

The Loket's policy is written anew in Cedar: for each route and each module or role that it admits one `permit`, with the types of
bestuur, doelgroepen and the active bestuur as conditions. Cedar gets the route that Poort found, as `decide` gets it in Poort, with
policies and entities parsed once. ANSWERS is what Poort decides for the benchmark's person on every route
(`poort-micro POLICY FOLDER answers`): Cedar must decide the same, or this ends with 70.

`call` is the processor time of `is_authorized_batch` a request, with its JSON in and out; `engine` is what Cedar itself reports
for evaluating (whole microseconds, averaged). Leaves with status 69 when cedarpy or PyYAML is not installed.
"""

import json
import pathlib
import sys
import time

TYPE, DOELGROEP = "gemeente", "LB"
ROLES = [f"LoketLB-{name}Gebruiker" for name in ["bbcdr", "toezicht", "berichten", "leidinggevenden", "mandaat", "LPDC"]]
READ, WRITE = ["GET", "HEAD", "OPTIONS"], ["POST", "PUT", "PATCH", "DELETE"]


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def methods(value):
    if value in (None, "all"):
        return READ + WRITE
    return READ if value == "read" else value


def admission(entry):
    """Conditions on the bestuur, of a module or an administrative role."""
    conditions = []
    types = entry.get("bestuurstypes", "all")
    if types != "all":
        conditions.append(f"[{', '.join(map(quoted, types))}].contains(principal.bestuurstype)")
    if "doelgroepen" in entry:
        conditions.append(f"[{', '.join(map(quoted, entry['doelgroepen']))}].contains(principal.doelgroep)")
    return conditions


def translated(policy):
    general = [
        "principal.active",
        f"[{', '.join(map(quoted, policy['doelgroepen']))}].contains(principal.doelgroep)",
    ]
    if "login-right" in policy:
        general.append(f"principal.roles.contains({quoted(policy['login-right'])})")
    rules = []
    for position, route in enumerate(policy["routes"]):
        actions = ", ".join(f'Action::"{name}"' for name in methods(route.get("methods")))
        access = route.get("access")
        grants = []
        if access in ("public", "delegated"):
            grants.append([])
        elif access == "authenticated":
            grants.append(general)
        for name in route.get("modules", []):
            module = policy["modules"][name]
            own = [f"principal.roles.contains({quoted(module['role'])})"] if "role" in module else []
            grants.append(general + own + admission(module))
        for name in route.get("roles", []):
            role = policy["administrative-roles"][name]
            grants.append(general + [f"principal.roles.contains({quoted(name)})"] + admission(role))
        for conditions in grants:
            when = f" when {{ {' && '.join(conditions)} }}" if conditions else ""
            rules.append(f'permit(principal, action in [{actions}], resource == Route::"{position}"){when};')
    return rules


def request(method, position):
    return {"principal": 'User::"a"', "action": f'Action::"{method}"', "resource": f'Route::"{position}"', "context": {}}


def main():
    try:
        import cedarpy
        import yaml
    except ImportError as error:
        print(error, file=sys.stderr)
        sys.exit(69)
    mode, file, answers = sys.argv[1:]
    policy = yaml.safe_load(pathlib.Path(file).read_text())
    rules = translated(policy)
    person = {"roles": ROLES, "bestuurstype": TYPE, "doelgroep": DOELGROEP, "active": True}
    entities = cedarpy.Entities.from_json_str(json.dumps([{"uid": {"type": "User", "id": "a"}, "attrs": person, "parents": []}]))
    policies = cedarpy.PolicySet.from_str("\n".join(rules))

    expected = [line.split("\t") for line in pathlib.Path(answers).read_text().splitlines()]
    results = cedarpy.is_authorized_batch([request(method, position) for method, position, _ in expected], policies, entities)
    for (method, position, answer), result in zip(expected, results, strict=True):
        if result.diagnostics.errors or result.allowed != (answer == "allow"):
            print(f"{method} {policy['routes'][int(position)]['path']}: Poort says {answer}", file=sys.stderr)
            sys.exit(70)

    paths = [route["path"] for route in policy["routes"]]
    cases = {
        "decide: allowed": request("GET", paths.index("/bbcdr-reports/**")),
        "decide: refused, with every reason": request("GET", paths.index("/ministers/**")),
    }
    for name in cases:
        print(name)
    print("ready", flush=True)
    for line in sys.stdin:
        name, milliseconds = line.rstrip("\n").split("\t")
        if name not in cases:
            print("-", flush=True)
            continue
        count, spent, reported = 0, 0, 0
        while spent < int(milliseconds) * 1_000_000:
            started = time.process_time_ns()
            results = cedarpy.is_authorized_batch([cases[name]] * 200, policies, entities)
            spent += time.process_time_ns() - started
            reported += sum(result.metrics["authz_duration_micros"] for result in results)
            count += len(results)
        print(spent / count if mode == "call" else reported * 1_000 / count, flush=True)


main()
