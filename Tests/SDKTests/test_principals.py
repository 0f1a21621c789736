"""Who may do what: boto3 as the principals of the README's credentials file."""

import json
import re
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

import mpa_local
import raw_http
from samples import creation, error_of

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
ACCOUNT = "111122223333"
AUDITOR = f"arn:aws:iam::{ACCOUNT}:user/auditor"
TEAM = f"arn:aws:mpa:us-east-1:{ACCOUNT}:approval-team/none"


def readme_document():
    chapter = README.split("\n## Signatures and principals\n", 1)[1].split("\n## ", 1)[0]
    return json.loads(re.search(r"```json\n(.*?)```", chapter, re.DOTALL)[1])


@pytest.fixture(scope="module")
def module_server(tmp_path_factory):
    file = tmp_path_factory.mktemp("credentials") / "credentials.json"
    file.write_text(json.dumps(readme_document()), encoding="utf-8")
    running = mpa_local.Server("--credentials", str(file))
    yield running
    running.stop()


@pytest.fixture
def auditor(client):
    return client("AKIDAUDITOR")


def denial(action, resource, reason, user=AUDITOR):
    return (
        "AccessDeniedException",
        f"User: {user} is not authorized to perform: mpa:{action} on resource: {resource} {reason}",
        403,
    )


def not_allowed(action):
    return f"because no identity-based policy allows the mpa:{action} action"


def test_what_is_allowed_is_served(auditor):
    assert auditor.list_approval_teams()["ApprovalTeams"] == []
    with pytest.raises(auditor.exceptions.ResourceNotFoundException):
        auditor.get_approval_team(Arn=TEAM)


def test_what_nothing_allows_is_denied_before_it_is_looked_up(auditor):
    source = f"arn:aws:mpa:us-east-1:{ACCOUNT}:identity-source/IamIdentityCenter"
    for call, action in [
        (lambda: auditor.create_identity_source(**creation()), "CreateIdentitySource"),
        (lambda: auditor.get_identity_source(IdentitySourceArn=source), "GetIdentitySource"),
        (lambda: auditor.delete_identity_source(IdentitySourceArn=source), "DeleteIdentitySource"),
    ]:
        with pytest.raises(auditor.exceptions.AccessDeniedException) as caught:
            call()
        assert error_of(caught) == denial(action, source, not_allowed(action))


def test_what_is_denied_stays_so_though_it_is_allowed(auditor):
    with pytest.raises(ClientError) as caught:
        auditor.list_sessions(ApprovalTeamArn=TEAM)
    reason = "with an explicit deny in an identity-based policy"
    assert error_of(caught) == denial("ListSessions", TEAM, reason)


def test_an_arn_of_another_account_lacks_a_resource_based_policy(auditor):
    foreign = TEAM.replace(ACCOUNT, "444455556666")
    with pytest.raises(ClientError) as caught:
        auditor.get_approval_team(Arn=foreign)
    reason = "because no resource-based policy allows the mpa:GetApprovalTeam action"
    assert error_of(caught) == denial("GetApprovalTeam", foreign, reason)


def test_a_value_that_does_not_fit_is_told_before_a_denial(client):
    auditor = client("AKIDAUDITOR", parameter_validation=False)
    with pytest.raises(auditor.exceptions.ValidationException):
        auditor.create_identity_source(IdentitySourceParameters={"IamIdentityCenter": {}})


def test_other_keys_are_as_they_always_were(client, account):
    assert f":{account}:" in client().create_identity_source(**creation())["IdentitySourceArn"]


def test_events_name_the_principal(endpoint, auditor):
    auditor.list_policies()
    events = raw_http.call(endpoint, "GET", "/_mpa/events?limit=1000").json["events"]
    mine = [event for event in events if event["userIdentity"].get("arn") == AUDITOR]
    assert mine[-1]["userIdentity"]["userName"] == "auditor"
    assert mine[-1]["eventName"] == "ListPolicies"


def test_principals_come_and_go_while_it_runs(endpoint, client):
    principal = {"accessKeyId": "AKIDNEW", "secretAccessKey": "hidden", "account": "777788889999"}
    sent = {"principals": [{**principal, "deny": ["mpa:ListPolic*"]}]}
    listed = raw_http.call(endpoint, "POST", "/_mpa/principals", sent)
    assert listed.status == 200
    assert b"hidden" not in listed.body
    with pytest.raises(ClientError) as caught:
        client("AKIDNEW").list_policies()
    assert error_of(caught) == denial(
        "ListPolicies",
        "arn:aws:mpa:::aws:policy/*",
        "with an explicit deny in an identity-based policy",
        "arn:aws:iam::777788889999:root",
    )
    raw_http.call(endpoint, "POST", "/_mpa/principals", {"principals": [principal]})
    assert client("AKIDNEW").list_policies()["Policies"]
    assert raw_http.call(endpoint, "DELETE", "/_mpa/principals/AKIDNEW").status == 204
    kept = raw_http.call(endpoint, "GET", "/_mpa/principals").json["principals"]
    assert [one["accessKeyId"] for one in kept] == ["AKIDADMIN", "AKIDAUDITOR"]


def test_a_reset_returns_to_the_file_and_a_state_document_has_its_own(endpoint):
    state = raw_http.call(endpoint, "GET", "/_mpa/state").json
    assert [one["accessKeyId"] for one in state["principals"]] == ["AKIDADMIN", "AKIDAUDITOR"]
    raw_http.call(endpoint, "PUT", "/_mpa/state", {"formatVersion": 1, "principals": []})
    assert raw_http.call(endpoint, "GET", "/_mpa/principals").json["principals"] == []
    raw_http.call(endpoint, "POST", "/_mpa/reset")
    assert len(raw_http.call(endpoint, "GET", "/_mpa/principals").json["principals"]) == 2
