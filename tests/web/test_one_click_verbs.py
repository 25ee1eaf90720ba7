"""Verbs of one click on the pages of profiles: opening their address changes nothing."""

from uuid import uuid4

from flask import Flask

from tests.pages import Visitor, address_of


def test_no_verb_of_profiles_can_be_opened(app: Flask, visitor: Visitor) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("profiles.")]
    opened = {rule.rule for rule in rules if "GET" in (rule.methods or ())}
    verbs = [rule for rule in rules if "POST" in (rule.methods or ()) and rule.rule not in opened]
    assert len(verbs) >= 10
    samples = {"how": "phone", "decision": "vetting", "code": "q01"}
    for verb in verbs:
        values = {name: samples.get(name) or uuid4() for name in verb.arguments}
        address = address_of(app, verb.endpoint, values)
        if app.url_map.bind("localhost").test(address, "GET"):
            continue  # another page's address, where a code stands
        assert visitor.client.get(address).status_code == 405, f"{address} can be opened"
