"""How one conversation goes, from the first message to the stars."""

from dataclasses import dataclass
from math import log
from random import Random

from server.core import events as e
from server.core.events import ConversationStarted, DetailsGiven, MessageSent

from .cast import SALES, SITE, SUPPORT, Worker
from .floor import Floor, Seat
from .tale import Tale
from .visits import Visit
from .year import HOUR, MINUTE, SECOND

PATIENCE = 9 * MINUTE  # mean
GRACE = 30 * SECOND
LONG_WAIT = 3 * MINUTE
ANSWERS_SURVEY = 0.42
BUSY = 0.35  # so much slower for each other conversation


@dataclass(slots=True)
class Chat:
    """A visit as it is told. `left`: the visitor has gone."""

    tale: Tale
    visit: Visit
    floor: Floor
    chance: Random
    left: bool = False

    def goes(self) -> None:
        self._begins()
        team = self.visit.team.id
        found = self.floor.next_seat(team, self.visit.at)
        if found is None:
            return
        seat, at = found
        self.floor.waits(team, at)
        self._waits(at)
        self.tale.tell(at, e.Assigned(agent=seat.worker.named))
        seat = self._is_served(seat, at - self.visit.at)
        seat.free_at = self.tale.at
        self._comes_back(seat.worker)

    def _begins(self) -> None:
        visit = self.visit
        live = self.floor.accepts(visit.team.id, visit.at)
        started = ConversationStarted(
            conversation=f"c_demo_{visit.number:05}",
            by=visit.sender,
            site=SITE,
            visitor=visit.named,
            team=visit.team,
            mode="live" if live else "offline",
            locale=visit.visitor.locale,
            page=visit.page,
            address=visit.address,
        )
        self.tale.tell(visit.at, started, self._visitor_says(visit.topic.turns[0][0]))
        if not live:
            self._leaves_an_address()

    def _leaves_an_address(self) -> None:
        visitor = self.visit.visitor
        at = self.visit.at + self._about(40)
        if visitor.email is None and self.chance.random() < 0.55:
            visitor.email = f"{visitor.id.removeprefix('v_demo_')}@example.com"
            self.tale.tell(at, DetailsGiven(by=self.visit.sender, name=visitor.name, email=visitor.email))
        self._leaves(at + self._about(30))

    def _leaves(self, since: int) -> None:
        self.left = True
        self.tale.tell(since + GRACE, e.VisitorLeft(since=since))

    def _waits(self, until: int) -> None:
        """Impatient, he asks whether somebody is there; out of patience, he goes."""
        if self.left:
            return
        patience = int(self.chance.expovariate(1 / PATIENCE)) + MINUTE
        waits = until - self.visit.at
        if min(waits, patience) > LONG_WAIT and self.chance.random() < 0.5:
            self.tale.tell(
                self.visit.at + min(waits, patience) // 2,
                self._visitor_says(self.chance.choice(self.visit.talk.impatient)),
            )
        if waits > patience + GRACE:
            self._leaves(self.visit.at + patience)

    def _is_served(self, seat: Seat, waited: int) -> Seat:
        """Gives the slot in which it ended."""
        by = seat.worker.sender
        if self.chance.random() < 0.01:
            self._agent_does(seat.worker, e.MarkedSpam(by=by), e.Resolved(by=by, reason="spam"))
        elif self.left and self.visit.visitor.email is None and self.chance.random() < 0.5:
            self._agent_does(seat.worker, e.Resolved(by=by, reason="inactive"))
        else:
            seat = self._talks(seat, waited)
            self._ends(seat.worker)
            self._rates(seat.worker, waited)
        return seat

    def _agent_does(self, worker: Worker, *events: e.Event) -> None:
        self.tale.tell(self.tale.at + self._about(worker.answers_in), *events)

    def _talks(self, seat: Seat, waited: int) -> Seat:
        talk, turns = self.visit.talk, self.visit.topic.turns
        self.tale.tell(self.tale.at + self._about(4), e.MessageRead(by=seat.worker.sender))
        if waited > LONG_WAIT and not self.left and self.chance.random() < 0.6:
            self._agent_says(seat.worker, self.chance.choice(talk.sorry))
        self._agent_says(seat.worker, turns[0][1])
        if self.left:
            return seat
        seat = self._is_passed_on(seat)
        for asks, answer in turns[1 : 1 + self.chance.choice((0, 1, 2, 2, 2))]:
            self._visitor_reads_and_says(asks)
            if self.chance.random() < 0.06:
                self._agent_notes(seat.worker)
            self._agent_says(seat.worker, answer)
        if self.chance.random() < 0.75:
            self._visitor_reads_and_says(self.chance.choice(talk.thanks))
            if self.chance.random() < 0.7:
                self._agent_says(seat.worker, self.chance.choice(talk.goodbye))
        return seat

    def _is_passed_on(self, seat: Seat) -> Seat:
        """Now and then to the other team, if somebody there is free."""
        if self.chance.random() > 0.06:
            return seat
        team = SUPPORT if seat.worker.team is SALES else SALES
        found = self.floor.next_seat(team.id, self.tale.at)
        if found is None or found[1] > self.tale.at:
            return seat
        seat.free_at = self.tale.at
        to = found[0].worker
        passed = e.Transferred(by=seat.worker.sender, from_=seat.worker.named, to=to.named)
        self.tale.tell(self.tale.at + self._about(8), passed)
        return found[0]

    def _ends(self, worker: Worker) -> None:
        tag = e.Tagged(by=worker.sender, tags=(self.visit.topic.tag,))
        if self.chance.random() < 0.7:
            self.tale.tell(self.tale.at + self._about(10), tag)
        by, reason = worker.sender, "solved"
        if not self.left and (way := self.chance.random()) < 0.14:
            if way < 0.04:
                by, reason = self.visit.sender, "visitor_ended"
            else:
                self._leaves(self.tale.at + self._about(60))
                self.tale.tell(self.tale.at + 4 * MINUTE)
                reason = "inactive"
        self.tale.tell(self.tale.at + self._about(300), e.Resolved(by=by, reason=reason))  # type: ignore[arg-type]

    def _rates(self, worker: Worker, waited: int) -> None:
        answers = self.chance.random() < (0.1 if self.left else ANSWERS_SURVEY)
        if not answers or self.tale.conversation.survey is None:
            return
        wait = 0.0 if self.left else min(2.6, waited / MINUTE * 0.3)
        score = max(1, min(5, round(self.chance.gauss(4.6 + worker.warmth - wait, 0.75))))
        words = self.visit.talk.praise if score > 3 else self.visit.talk.blame
        comment = self.chance.choice(words) if self.chance.random() < 0.3 else None
        rated = e.Rated(
            by=self.visit.sender,
            survey=self.tale.conversation.survey,
            score=score,
            comment=comment,
            agent=self.tale.conversation.survey_agent,
        )
        self.tale.tell(self.tale.at + self._about(20), rated)

    def _comes_back(self, worker: Worker) -> None:
        """With another question, at a time when the same agent is there."""
        at = self.tale.at + int(self.chance.uniform(15 * MINUTE, 30 * HOUR))
        if self.tale.conversation.status != "resolved" or self.chance.random() > 0.07:
            return
        if self.tale.conversation.spam or not self.floor.is_at_work(worker, at):
            return
        back = [e.VisitorReturned()] if self.tale.conversation.visitor_left_at is not None else []
        asks = self._visitor_says(self.chance.choice(self.visit.talk.again))
        self.tale.tell(at, *back, asks, e.Reopened(by=self.visit.sender))
        self._agent_says(worker, self.visit.topic.turns[0][1])
        self.tale.tell(self.tale.at + self._about(60), e.Resolved(by=worker.sender))

    def _visitor_reads_and_says(self, text: str) -> None:
        if self.chance.random() < 0.5:
            self.tale.tell(self.tale.at + self._about(5), e.MessageRead(by=self.visit.sender))
        self.tale.tell(self.tale.at + self._about(100), self._visitor_says(text))

    def _visitor_says(self, text: str) -> MessageSent:
        return MessageSent(by=self.visit.sender, text=text)

    def _agent_says(self, worker: Worker, text: str) -> None:
        others = max(0, self.floor.load(worker, self.tale.at))
        seconds = worker.answers_in * (0.4 + len(text) / 100) * (1 + BUSY * others)
        self.tale.tell(self.tale.at + self._about(seconds), MessageSent(by=worker.sender, text=text))

    def _agent_notes(self, worker: Worker) -> None:
        note = MessageSent(by=worker.sender, kind="note", public=False, text="Asked the warehouse.")
        self.tale.tell(self.tale.at + self._about(15), note)

    def _about(self, seconds: float) -> int:
        """A human span with that median, in ms."""
        return int(self.chance.lognormvariate(log(seconds), 0.6) * SECOND)
