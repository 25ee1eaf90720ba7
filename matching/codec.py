"""A result as JSON and back, in the units of the input."""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from matching.errors import BadInput
from matching.proof import (
    Certificate,
    Infeasible,
    Objective,
    Pair,
    Prices,
    Shortage,
    Status,
    Unplaced,
)
from matching.units import Units

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
        "cover": proof.cover and _prices_out(proof.cover),
    }


def decode(text: str) -> Json:
    """Read the fields of a result; see `Result.from_json`."""
    try:
        return _fields(json.loads(text, parse_float=Decimal))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"the result is not readable: {error}") from error


def _fields(data: Json) -> Json:
    scores = data["scores"]
    units = Units(_whole(scores["scale"]), _whole(scores["coarse"])).units
    forced = {tuple(pair) for pair in data["forced"]}
    why, proof = data["infeasible"], data["certificate"]
    return {
        "status": Status(data["status"]),
        "objective": Objective(data["objective"]),
        "engine": str(data["engine"]),
        "version": str(data["version"]),
        "input_digest": str(data["input_digest"]),
        "scale": _whole(scores["scale"]),
        "coarse": _whole(scores["coarse"]),
        "rounding": 0 if scores["exact"] else 1,
        "placed": _whole(data["placed"]),
        "total": units(data["total"]),
        "lowest": None if data["lowest"] is None else units(data["lowest"]),
        "waiting": _whole(data["waiting"]),
        "pairs": tuple(
            Pair(str(a), str(b), units(score), (a, b) in forced)
            for a, b, score in data["assignments"]
        ),
        "unplaced": tuple(Unplaced(str(a), str(reason)) for a, reason in data["unplaced"]),
        "infeasible": why and _infeasible_in(why),
        "certificate": proof and _certificate_in(proof),
    }


def _infeasible_in(why: Json) -> Infeasible:
    return Infeasible(
        kind=Shortage(why["kind"]),
        sentence=str(why["sentence"]),
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
        cover=proof["cover"] and _prices_in(proof["cover"]),
    )


def _prices_in(prices: Json) -> Prices:
    return Prices(**{key: tuple(_whole(p) for p in values) for key, values in prices.items()})


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(f"the result is not readable: {value!r} is not a whole number")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in values)
