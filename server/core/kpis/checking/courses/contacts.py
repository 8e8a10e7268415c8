"""One contact or more."""

from server.core import events as e
from server.core.events import Named, Sender

from ...families.contact import NOT_AT_LEVEL_ONE
from .telling import ANSWERED, ASKS, HELPED, LONG_AGO, NOW, SOLVED, VISITOR, Found, Inputs, often


def contacts(inputs: Inputs) -> Found:
    """Each was solved so many s ago; some were opened again, or the customer came again, so many s later."""
    found = Found()
    for one in inputs["resolved"]:
        age = float(one.get("age_at_as_of", LONG_AGO))
        _contact(found, one, NOW - round(age * 1000))
    return found


def _contact(found: Found, one: Inputs, solved: int) -> None:
    whose = {"visitor": Named(f"visitor {one['u']}"), "customer": one["u"]} if one.get("u") else {}
    others = [
        (0.0, e.MessageSent(by=Sender("agent", f"agent {n}"))) for n in range(1, int(one.get("agents", 1)))
    ]
    tags = one.get("tags") or []
    if one.get("not_resolvable_l1"):
        tags = [*tags, NOT_AT_LEVEL_ONE]
    steps = [(0.0, ASKS), (0.0, ANSWERED), *others, (0.0, e.Tagged(tags=tuple(tags)))]
    steps += [(0.0, ASKS)] * int(one.get("followups", 0)) + [(0.0, SOLVED)]
    if (again := one.get("reopened_after")) is not None:
        steps.append((float(again), e.Reopened()))
    found.tells(*[step for step in steps if solved + step[0] * 1000 < NOW], at=solved, **whose)
    if (value := one.get("next_contact_after")) is not None:
        later, topics = solved + round(float(value) * 1000), tuple(one.get("next_tags") or ())
        if later < NOW:
            found.tells((0, ASKS), (0, e.Tagged(tags=topics)), at=later, **whose)


def at_first(inputs: Inputs) -> Found:
    """Of all contacts so many were solved at first; of the others so many could not have been."""
    first, never = often(inputs, "first_contact"), often(inputs, "not_resolvable_l1")
    all_ = often(inputs, "contacts") or often(inputs, "resolved")
    if first + never > all_:
        raise ValueError("more than all contacts")
    back: Inputs = {"reopened_after": 1}
    hopeless: Inputs = {**back, "not_resolvable_l1": True}
    rows = [*[{}] * first, *[hopeless] * never, *[back] * (all_ - first - never)]
    return contacts({"resolved": rows})


def said_so(inputs: Inputs) -> Found:
    """What visitors answered when they were asked."""
    found, yes = Found(options=("survey",)), int(inputs["yes"])
    for number in range(int(inputs["answers"])):
        rated = e.Rated(by=VISITOR, kind="fcr", scale="0-1", score=int(number < yes))
        found.tells(*HELPED, (2, SOLVED), (3, e.SurveySent(kind="fcr", scale="0-1")), (4, rated))
    return found
