"""The shop and the people who work for it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from server.core.events import Named, Sender
from server.core.sla import Policy
from server.desk.directory import Role

SITE = "s_demo"
SITE_KEY = "demo"
SHOP = "Kettle Row"
TZ = "Europe/Berlin"
ZONE = ZoneInfo(TZ)
HOURS = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
BRAND = "#9a3b1f"
TEXTS = {"title": SHOP, "subtitle": "Ask us about kettles, teapots and everything around them."}
# From now on; the past had no service level.
PROMISED = Policy("", "Usual", first_response=60, next_response=300, resolution=86_400, warn_before=30)
BUTLER = Sender("bot", "butler", "Butler")

# The first team of any installation has this id.
SUPPORT = Named("t_first", "Support")
SALES = Named("t_sales", "Sales")
TEAMS = (SUPPORT, SALES)


@dataclass(frozen=True, slots=True)
class Worker:
    """`answers_in` is the median of his answering times, in s; `warmth` moves his ratings, in stars;
    `shift` and `lunch` are in minutes since local midnight.
    """

    id: str
    name: str
    team: Named
    answers_in: float
    warmth: float
    shift: tuple[int, int]
    lunch: int
    slots: int = 2

    @property
    def teams(self) -> tuple[Named, ...]:
        """Who sells also helps out where visitors arrive, which is with the site's own team."""
        return (SUPPORT,) if self.team is SUPPORT else TEAMS

    @property
    def named(self) -> Named:
        return Named(self.id, self.name)

    @property
    def sender(self) -> Sender:
        return Sender("agent", self.id, self.name)


WORKERS = (
    Worker("a_ada", "Ada", SUPPORT, 24, 0.35, (9 * 60, 17 * 60), 12 * 60),
    Worker("a_ben", "Ben", SUPPORT, 38, 0.1, (9 * 60, 18 * 60), 13 * 60),
    Worker("a_cleo", "Cleo", SUPPORT, 31, 0.2, (12 * 60, 18 * 60), 15 * 60, slots=1),
    Worker("a_dana", "Dana", SALES, 47, 0.0, (9 * 60, 18 * 60), 12 * 60 + 30),
    Worker("a_emil", "Emil", SALES, 70, -0.35, (11 * 60, 18 * 60), 14 * 60 + 30, slots=1),
)


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who may look at the console; workers are agents."""

    id: str
    name: str
    role: Role
    teams: tuple[Named, ...] = TEAMS
    slots: int = 4

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@demo.example"


LOGINS = (
    *(Login(worker.id, worker.name, "agent", worker.teams, worker.slots) for worker in WORKERS),
    Login("a_sam", "Sam", "supervisor"),
    Login("a_mira", "Mira", "admin"),
)
