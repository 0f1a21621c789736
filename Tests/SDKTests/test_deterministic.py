"""`--seed-ids`: the same calls at the same emulated time give the same bytes."""

import re

from approval_teams import Account
from control import Control
from samples import creation
from sdk_clients import make_client

START = "2026-03-01T08:00:00Z"
PUBLIC_URL = "http://mpa.example.test"
UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Recorder:
    """Every answer that boto3 got, as it came; only the machine's date is left out."""

    def __init__(self):
        self.answers = []

    def record(self, http_response):
        headers = sorted(
            (name.lower(), value)
            for name, value in http_response.headers.items()
            if name.lower() != "date"
        )
        self.answers.append((http_response.status_code, headers, http_response.content))


def tell_the_story(server, session):
    """A whole life of a team, with what people do; gives the transcript."""
    control = Control(server.url)
    control.freeze(START)
    mpa = make_client(session, server.url, "111122223333")
    recorder = Recorder()
    send = mpa._endpoint.http_session.send

    def sending(request):
        answer = send(request)
        recorder.record(answer)
        return answer

    mpa._endpoint.http_session.send = sending
    told = []
    account = Account(mpa, control, "111122223333", ClientToken="source")
    people = ["ann", "bob", "cleo"]
    tags = {"stage": "test"}
    team = account.active_team(people, Name="keepers", ClientToken="team", Tags=tags)
    session_arn = control.start_session(team, requesterComment="please")
    told.append(control.vote("ann", session_arn, comment="yes"))
    told.append(control.vote("bob", session_arn, response="REJECT"))
    control.advance("PT1H")
    told.append(control.vote("cleo", session_arn))
    mpa.get_session(SessionArn=session_arn)
    control.set(mfa=True)
    second = control.start_session(team)
    control.send_code("ann", second)
    mpa.update_approval_team(Arn=team, Description="new")
    update = account.update_session(team)
    told.append(control.advance("PT24H"))
    mpa.get_session(SessionArn=update)
    mpa.list_sessions(ApprovalTeamArn=team, MaxResults=1)
    for operation, request in [
        ("get_approval_team", {"Arn": team + "x"}),
        ("create_identity_source", creation(region="nowhere at all")),
    ]:
        try:
            getattr(mpa, operation)(**request)
        except mpa.exceptions.ClientError as error:
            told.append(error.response["Error"])
    mpa.start_approval_team_baseline(Arn=team)
    mpa.start_active_approval_team_deletion(Arn=team)
    mpa.list_approval_teams()
    told.append(control.outbox())
    told.append(control.events(limit=1000))
    told.append(control.state())
    return recorder.answers, told


def story(start_server, session, *options):
    return tell_the_story(start_server("--public-url", PUBLIC_URL, *options), session)


def ids_in(answers):
    return {found for _, _, content in answers for found in UUID.findall(content)}


def test_two_runs_give_the_same_bytes(start_server, boto3_session):
    first = story(start_server, boto3_session, "--seed-ids", "42")
    second = story(start_server, boto3_session, "--seed-ids", "42")
    assert len(first[0]) == 13
    assert first == second


def test_another_number_gives_other_ids_and_nothing_else(start_server, boto3_session):
    first = story(start_server, boto3_session, "--seed-ids", "1")
    second = story(start_server, boto3_session, "--seed-ids", "2")
    assert ids_in(first[0]) and not ids_in(first[0]) & ids_in(second[0])
    assert [answer[0] for answer in first[0]] == [answer[0] for answer in second[0]]


def test_without_a_number_no_two_runs_share_an_id(start_server, boto3_session):
    first, second = (ids_in(story(start_server, boto3_session)[0]) for _ in range(2))
    assert first and not first & second


def test_a_reset_begins_the_ids_anew(start_server, boto3_session):
    server = start_server("--seed-ids", "7", "--public-url", PUBLIC_URL)
    mpa = make_client(boto3_session, server.url, "111122223333")
    control = Control(server.url)
    control.freeze(START)

    def create():
        control.call("GET", "health")
        account = Account(mpa, control, "111122223333")
        return account.active_team(["ann", "bob", "cleo"], Name="keepers")

    first = create()
    snapshot = control.call("PUT", "snapshots", "one")
    assert snapshot is None
    control.reset()
    control.freeze(START)
    assert create() == first
    # Ids of a state that was taken back do not meet those that are in it.
    control.call("POST", "snapshots", "one", "restore")
    sessions = {control.start_session(first) for _ in range(50)}
    assert len(sessions) == 50
    control.call("POST", "snapshots", "one", "restore")
    assert {control.start_session(first) for _ in range(50)} == sessions
