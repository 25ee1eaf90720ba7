"""A result as JSON and back, in the units of the input."""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from matching.errors import BadInput, OtherVersion
from matching.proof import (
    VERSION,
    Certificate,
    Infeasible,
    Objective,
    Pair,
    Prices,
    Shortage,
    Status,
    Unplaced,
)
from matching.units import MOST, Units

if TYPE_CHECKING:
    from matching.result import Result

Json = dict[str, Any]


def encode(result: "Result") -> str:
    """Write a result as JSON; see `Result.to_json`."""
    shown = Units(result.scale, result.coarse).shown
    return json.dumps(
        {
            "status": result.status,
            "objective": result.objective,
            "placed": result.placed,
            "total": shown(result.total),
            "lowest": None if result.lowest is None else shown(result.lowest),
            "waiting": result.waiting,
            "assignments": [[p.mentee, p.mentor, shown(p.score)] for p in result.pairs],
            "forced": [[p.mentee, p.mentor] for p in result.pairs if p.forced],
            "unplaced": [[u.mentee, u.reason] for u in result.unplaced],
            "infeasible": result.infeasible and _infeasible_out(result.infeasible),
            "certificate": result.certificate and _certificate_out(result.certificate),
            "scores": _scores_out(result),
            "input_digest": result.input_digest,
            "engine": result.engine,
            "version": result.version,
        },
        ensure_ascii=False,
        indent=1,
    )


def _scores_out(result: "Result") -> Json:
    """Say how scores were turned into integers, and what that can change in the total."""
    step = Units(result.scale, result.coarse).shown(1)
    exact = result.rounding == 0
    bound = Decimal(str(step)) * result.placed / 2
    return {
        "exact": exact,
        "scale": result.scale,
        "coarse": result.coarse,
        "resolution": step,
        "total_within": 0 if exact else str(bound),
    }


def _infeasible_out(why: Infeasible) -> Json:
    return {
        "kind": why.kind,
        "sentence": why.sentence,
        "mentees": why.mentees,
        "mentors": why.mentors,
        "groups": why.groups,
    }


def _prices_out(prices: Prices) -> Json:
    return {
        "mentees": prices.mentees,
        "places": prices.places,
        "minima": prices.minima,
        "groups": prices.groups,
    }


def _certificate_out(proof: Certificate) -> Json:
    return {
        "value": proof.value,
        "waiting_unit": proof.waiting_unit,
        "threshold": proof.threshold,
        "prices": _prices_out(proof.prices),
        "count": proof.count and _prices_out(proof.count),
        "cover": proof.cover and _prices_out(proof.cover),
    }


def decode(make: "type[Result]", text: str) -> "Result":
    """Read a result; see `Result.from_json`.

    Everything that can be read in the text is either read here or follows from what is: the result
    is written again and must say the same.
    """
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
        _refuse_other_version(data)
        result = make(**_fields(data))
        _refuse_what_does_not_follow(data, encode(result))
    except OtherVersion:
        raise
    except (BadInput, LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise BadInput(f"the result is not readable: {_told(error)}") from error
    return result


def _told(error: Exception) -> str:
    """Say in words what is wrong, in ours where the words are not."""
    if isinstance(error, BadInput):
        return str(error)
    if isinstance(error, json.JSONDecodeError):
        return f"this is not JSON ({error})"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return "something in it is not of the kind it must be"


def _no_number(name: str) -> Any:
    raise BadInput(f"{name} is not a number")


def _refuse_other_version(data: Any) -> None:
    if not isinstance(data, dict):
        raise BadInput("it is no JSON object")
    version = data["version"]
    if version != VERSION:
        raise OtherVersion(
            f'the result is not readable: it is of version "{str(version)[:40]}";'
            f' only "{VERSION}" can be read here'
        )


def _refuse_what_does_not_follow(data: Json, again: str) -> None:
    """Compare everything said with what the fields that were read come to."""
    true = json.loads(again, parse_float=Decimal)
    for key in sorted(true.keys() | data.keys()):
        if key not in true:
            raise BadInput(f'"{key[:40]}" is not known')
        if true[key] != data[key]:
            raise BadInput(f'"{key}" does not agree with the rest')


def _fields(data: Json) -> Json:
    scores = data["scores"]
    scale, coarse = _power_of_ten(scores["scale"]), _power_of_ten(scores["coarse"])
    units = Units(scale, coarse).units
    forced = {(_text(a), _text(b)) for a, b in data["forced"]}
    why, proof = data["infeasible"], data["certificate"]
    return {
        "status": Status(data["status"]),
        "objective": Objective(data["objective"]),
        "engine": _text(data["engine"]),
        "version": _text(data["version"]),
        "input_digest": _text(data["input_digest"]),
        "scale": scale,
        "coarse": coarse,
        "rounding": 0 if scores["exact"] else 1,
        "placed": _whole(data["placed"]),
        "total": units(data["total"]),
        "lowest": None if data["lowest"] is None else units(data["lowest"]),
        "waiting": _whole(data["waiting"]),
        "pairs": tuple(
            Pair(_text(a), _text(b), units(score), (a, b) in forced)
            for a, b, score in data["assignments"]
        ),
        "unplaced": tuple(Unplaced(_text(a), _text(reason)) for a, reason in data["unplaced"]),
        "infeasible": None if why is None else _infeasible_in(why),
        "certificate": None if proof is None else _certificate_in(proof),
    }


def _infeasible_in(why: Json) -> Infeasible:
    return Infeasible(
        kind=Shortage(why["kind"]),
        sentence=_text(why["sentence"]),
        mentees=_texts(why["mentees"]),
        mentors=_texts(why["mentors"]),
        groups=_texts(why["groups"]),
    )


def _certificate_in(proof: Json) -> Certificate:
    return Certificate(
        prices=_prices_in(proof["prices"]),
        value=_whole(proof["value"]),
        waiting_unit=_whole(proof["waiting_unit"]),
        threshold=None if proof["threshold"] is None else _whole(proof["threshold"]),
        count=None if proof["count"] is None else _prices_in(proof["count"]),
        cover=None if proof["cover"] is None else _prices_in(proof["cover"]),
    )


def _prices_in(prices: Json) -> Prices:
    return Prices(
        mentees=_wholes(prices["mentees"]),
        places=_wholes(prices["places"]),
        minima=_wholes(prices["minima"]),
        groups=_wholes(prices["groups"]),
    )


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= MOST:
        raise BadInput(f'"{str(value)[:40]}" is not a whole number, or too large')
    return value


def _wholes(values: Any) -> tuple[int, ...]:
    return tuple(_whole(one) for one in _list(values))


def _power_of_ten(value: Any) -> int:
    number = _whole(value)
    if number < 1 or str(number).strip("0") != "1":
        raise BadInput(f'"{str(value)[:40]}" is not a power of ten')
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadInput(f'"{str(value)[:40]}" is not a text')
    return value


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in _list(values))


def _list(values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise BadInput(f'"{str(values)[:40]}" is not a list')
    return values
