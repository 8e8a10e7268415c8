"""The command line: `chat-butler …`. Each command is a few lines here and works beside a running server."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import orjson
import typer

from server import backup_commands, checker_command, kpi_commands
from server.core.refusals import Refusal
from server.settings import Misconfigured, settings
from server.simulate import command as simulate_command
from server.simulate.what_if import command as what_if_command

if TYPE_CHECKING:
    # Only what a command needs is loaded by it: a help page is no reason to load a database.
    from server.desk.directory import Team
    from server.store.kept import Kept

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
site = typer.Typer(no_args_is_help=True, help="Sites: pages that carry the widget.")
user = typer.Typer(no_args_is_help=True, help="People who log in.")
token = typer.Typer(no_args_is_help=True, help="Personal access tokens.")
timeline = typer.Typer(no_args_is_help=True, help="The timelines, as files.")
app.add_typer(site, name="site")
app.add_typer(user, name="user")
app.add_typer(token, name="token")
app.add_typer(timeline, name="timeline")
app.add_typer(kpi_commands.app, name="kpis")
app.command()(backup_commands.backup)
app.command()(backup_commands.restore)
app.command()(checker_command.checker)
app.command()(simulate_command.simulate)
app.command()(what_if_command.what_if)

Data = Annotated[Path | None, typer.Option(help="Folder of the SQLite database.")]
DatabaseUrl = Annotated[str | None, typer.Option(help="postgresql://… instead of SQLite.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def main() -> None:
    """Exit 0: done; 1: the answer is no; 2: bad usage, with one line that says what to do."""
    try:
        app()
    except (Misconfigured, Refusal, ValueError) as problem:
        typer.echo(f"chat-butler: {problem}", err=True)
        sys.exit(2)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    redis_url: Annotated[str | None, typer.Option(help="redis://… joins several nodes.")] = None,
    public_url: Annotated[str | None, typer.Option(help="Where people reach it.")] = None,
    smtp_url: Annotated[str | None, typer.Option(help="smtp://… sends answers to who left.")] = None,
    mail_from: Annotated[str | None, typer.Option(help="The address that mail comes from.")] = None,
) -> None:
    """Run the server."""
    from server.serve import run

    run(
        settings(
            host=host,
            port=port,
            data=data,
            database_url=database_url,
            redis_url=redis_url,
            public_url=public_url,
            smtp_url=smtp_url,
            mail_from=mail_from,
        )
    )


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    live: Annotated[bool, typer.Option("--live", help="With visitors and agents at work.")] = False,
    seed: Annotated[int, typer.Option(help="The same seed gives the same past.")] = 1,
) -> None:
    """Show the product alive: a shop page, logins, and half a year of conversations."""
    from server.demo.command import demo as show

    show(port, live, seed)


@site.command("add")
def site_add(
    name: str,
    origin: Annotated[list[str], typer.Option(help="scheme://host of pages that carry it; repeatable.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add a site; prints its key."""
    from server.origins import normalised

    origins = [normalised(one) for one in origin]

    async def add(kept: "Kept") -> str:
        return (await kept.people.add_site(name, origins)).key

    _print("key", _with_data(add, data, database_url), as_json)


@user.command("add")
def user_add(
    email: str,
    name: Annotated[str, typer.Option(help="As colleagues and visitors see it.")],
    role: Annotated[str, typer.Option(help="agent, supervisor or admin.")],
    team: Annotated[list[str] | None, typer.Option(help="Name of a team; repeatable.")] = None,
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add someone who logs in; prints the id."""
    if role not in ("agent", "supervisor", "admin"):
        raise typer.BadParameter("agent, supervisor or admin", param_hint="--role")
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None

    async def add(kept: "Kept") -> str:
        teams = [_team_called(kept, one).id for one in team or []]
        hashed = None if password is None else await kept.accounts.hashed(password)
        return (await kept.people.add_person(email, name, role, teams, password_hash=hashed)).id

    _print("id", _with_data(add, data, database_url), as_json)


@token.command("add")
def token_add(
    email: str, data: Data = None, database_url: DatabaseUrl = None, as_json: AsJson = False
) -> None:
    """Add a personal access token; prints it, once."""

    async def add(kept: "Kept") -> str:
        wanted = email.strip().lower()
        person = next((one for one in kept.directory.people.values() if one.email == wanted), None)
        if person is None:
            raise ValueError(f"nobody has the e-mail address {email}; see: chat-butler user add")
        return (await kept.accounts.add_token(person.id, "command line"))[1]

    _print("token", _with_data(add, data, database_url), as_json)


@timeline.command("export")
def timeline_export(
    conversation: Annotated[str | None, typer.Option(help="Only this one.")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Print events as JSON Lines."""
    from server.core.wire import to_wire
    from server.store.rebuild import timelines

    async def export(kept: "Kept") -> int:
        found = 0
        async for _, events in timelines(kept.database, conversation):
            found += 1
            for event in events:
                sys.stdout.buffer.write(orjson.dumps(to_wire(event), option=orjson.OPT_APPEND_NEWLINE))
        return found

    if not _with_data(export, data, database_url) and conversation:
        typer.echo(f"chat-butler: there is no conversation {conversation}", err=True)
        raise typer.Exit(1)


@timeline.command("import")
def timeline_import(
    file: Annotated[Path, typer.Argument(help="JSON Lines, as timeline export prints them.")],
    rewrite_history: Annotated[
        bool, typer.Option("--rewrite-history", help="Even events that change figures already told.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Store the events of a file: all of them, or none and why."""
    from server.timeline_commands import import_

    import_(file, rewrite_history, as_json, lambda work: _with_data(work, data, database_url))


@app.command("rebuild")
def rebuild_(
    check: Annotated[bool, typer.Option(help="Change nothing; say what differs.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Derive state and facts anew from the timelines."""
    from server.progress import progress
    from server.store import rebuild

    async def derive(kept: "Kept") -> list[str]:
        calendars = kept.directory.calendars_ever
        with progress("timelines") as tell:
            if check:
                return [line async for line in rebuild.differences(kept.database, calendars, tell)]
            await rebuild.rebuild(kept.timeline, kept.database, calendars, tell)
            return []

    found = _with_data(derive, data, database_url)
    if as_json:
        typer.echo(orjson.dumps({"differences": found}).decode())
    else:
        for line in found:
            typer.echo(line)
        typer.echo(f"{len(found)} differences" if check else "derived anew")
    raise typer.Exit(1 if found else 0)


def _team_called(kept: "Kept", name: str) -> "Team":
    found = next((team for team in kept.directory.teams.values() if team.name == name), None)
    if found is None:
        known = ", ".join(sorted(team.name for team in kept.directory.teams.values()))
        raise ValueError(f"there is no team {name}; there are: {known}")
    return found


def _with_data(
    work: Callable[["Kept"], Coroutine[Any, Any, T]], data: Path | None, database_url: str | None
) -> T:
    from server.clock import wall_clock
    from server.store.kept import Kept

    async def opened() -> T:
        kept = Kept(settings(data=data, database_url=database_url).database, wall_clock)
        await kept.start()
        try:
            return await work(kept)
        finally:
            await kept.stop()

    return asyncio.run(opened())


def _print(name: str, value: str, as_json: bool) -> None:
    typer.echo(orjson.dumps({name: value}).decode() if as_json else value)


if __name__ == "__main__":
    main()
