"""The journal: what the SDKs called is kept, told, verified and performed again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import raw_http
from samples import creation, error_of
from sdk_clients import make_client

CLIENTS = 64
REQUESTS = "/_mpa/requests"


@pytest.fixture
def verify(endpoint, account):
    """Asks whether this test's account made the calls expected."""

    def ask(*expectations, **more):
        question = {"expectations": expectations, "account": account, **more}
        answer = raw_http.call(endpoint, "POST", f"{REQUESTS}/verify", question)
        assert answer.status == 200, answer.body
        return answer.json

    return ask


@pytest.fixture
def calls(endpoint, account):
    """The calls of this test's account."""

    def get(query=""):
        answer = raw_http.call(endpoint, "GET", f"{REQUESTS}?account={account}{query}")
        assert answer.status == 200, answer.body
        return answer.json["requests"]

    return get


def test_a_call_of_boto3_is_told_with_its_attempt(mpa, calls, account):
    answer = mpa.create_identity_source(**creation(Tags={"k": "5ec7e7"}))
    (call,) = calls()
    metadata = answer["ResponseMetadata"]
    assert call["requestId"] == metadata["RequestId"]
    assert call["operation"] == "CreateIdentitySource"
    assert call["principal"] == f"arn:aws:iam::{account}:root"
    assert call["answer"]["IdentitySourceArn"] == answer["IdentitySourceArn"]
    assert (call["status"], call["sdkAttempt"], call["isWhole"]) == (200, 1, True)
    assert len(call["sdkInvocationId"]) == 36
    assert call["input"]["IdentitySourceParameters"] == creation()["IdentitySourceParameters"]
    names = {field["name"].lower(): field["value"] for field in call["head"]["headers"]}
    assert names["authorization"].endswith("Signature=HIDDEN")
    assert "5ec7e7" not in str(call)


def test_boto3_makes_a_client_token_of_its_own_and_the_journal_shows_it(mpa, calls):
    mpa.create_identity_source(**creation())
    assert len(calls()[0]["input"]["ClientToken"]) == 36


def test_pages_of_a_paginator_are_counted(mpa, verify):
    pages = list(mpa.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 1}))
    assert len(pages) >= 1
    expected = {"operation": "ListPolicies", "count": {"exactly": len(pages)}}
    assert verify(expected, noneOther=True) == {"verified": True}
    sized = {"operation": "ListPolicies", "input": {"MaxResults": 1, "NextToken": None}}
    assert verify({**sized, "count": {"exactly": 1}})["verified"]
    one_more = {"operation": "ListPolicies", "count": {"atLeast": len(pages) + 1}}
    (failure,) = verify(one_more)["failures"]
    assert f"found {len(pages)}" in failure["detail"]
    assert len(failure["requests"]) == len(pages)


def test_many_pages_of_a_paginator_are_counted(mpa, verify, calls):
    for number in range(3):
        source = mpa.create_identity_source(**creation())["IdentitySourceArn"]
        if number < 2:
            mpa.delete_identity_source(IdentitySourceArn=source)
    people = ["ann", "bob", "cleo"]
    for name in ["a", "b", "c"]:
        mpa.create_approval_team(
            Name=name,
            Description="d",
            ApprovalStrategy={"MofN": {"MinApprovalsRequired": 2}},
            Approvers=[
                {"PrimaryIdentityId": person, "PrimaryIdentitySourceArn": source}
                for person in people
            ],
            Policies=[
                {
                    "PolicyArn": "arn:aws:mpa:::aws:policy/backup.amazonaws.com/"
                    "CreateRestoreAccessVault/1"
                }
            ],
        )
    paginator = mpa.get_paginator("list_approval_teams")
    pages = list(paginator.paginate(PaginationConfig={"PageSize": 1}))
    assert len(pages) == len(calls("&operation=ListApprovalTeams")) >= 3
    assert verify(
        {"operation": "CreateApprovalTeam", "input": {"Name": "a"}, "count": {"exactly": 1}},
        {
            "operation": "CreateApprovalTeam",
            "input": {"path": "$.Approvers[*].PrimaryIdentityId", "equals": "cleo"},
            "count": {"exactly": 2},
        },
        {"operation": "ListApprovalTeams", "count": {"exactly": len(pages)}},
    )["failures"]
    assert verify(
        {"operation": "CreateIdentitySource", "count": {"exactly": 3}},
        {
            "operation": "CreateApprovalTeam",
            "input": {"path": "$.Approvers[*].PrimaryIdentityId", "equals": "cleo"},
            "count": {"exactly": 3},
        },
        {"operation": "ListApprovalTeams", "count": {"exactly": len(pages)}},
        order=True,
    ) == {"verified": True}


def test_an_idempotent_replay_is_marked(mpa, calls, verify):
    for _ in range(2):
        mpa.create_identity_source(**creation(ClientToken="my-token"))
    assert [call["isIdempotentReplay"] for call in calls()] == [False, True]
    assert calls()[0]["answer"] == calls()[1]["answer"]
    same = {"operation": "CreateIdentitySource", "input": {"ClientToken": "my-token"}}
    assert verify({**same, "count": {"exactly": 2}})["verified"]


def test_the_nearest_miss_tells_what_differs_but_not_what_is_sensitive(mpa, verify):
    mpa.create_identity_source(**creation(Tags={"stage": "5ec7e7"}))
    region = {"IdentitySourceParameters": {"IamIdentityCenter": {"Region": "eu-west-1"}}}
    answer = verify(
        {"operation": "CreateIdentitySource", "input": {**region, "Tags": {"stage": "prod"}}}
    )
    (failure,) = answer["failures"]
    (miss,) = failure["nearest"]
    assert miss["differences"] == [
        {
            "path": "$.IdentitySourceParameters.IamIdentityCenter.Region",
            "expected": "eu-west-1",
            "found": "us-east-1",
        },
        {
            "path": "$.Tags.stage",
            "expected": "prod",
            "found": "HIDDEN_DUE_TO_SECURITY_REASONS",
        },
    ]
    assert "5ec7e7" not in str(answer)


def test_errors_are_found_by_status(mpa, unchecked, calls, verify):
    with pytest.raises(unchecked.exceptions.ClientError) as caught:
        unchecked.create_identity_source(**creation(instance_arn="nonsense"))
    code, _, status = error_of(caught)
    (call,) = calls(f"&status={status}")
    assert call["error"] == code == "ValidationException"
    assert verify({"operation": "CreateIdentitySource", "status": status})["verified"]
    assert not verify({"operation": "CreateIdentitySource", "status": 200})["verified"]


def test_a_request_is_performed_again(mpa, endpoint, calls):
    mpa.create_identity_source(**creation(ClientToken="again"))
    (call,) = calls()
    answer = raw_http.call(endpoint, "POST", f"{REQUESTS}/{call['requestId']}/replay").json
    assert (answer["status"], answer["answer"]) == (200, call["answer"])
    assert [call["isIdempotentReplay"] for call in calls()] == [False, True]
    assert calls()[1]["requestId"] == answer["requestId"] != call["requestId"]


def test_who_waits_gets_the_next_call(mpa, endpoint, account):
    query = f"{REQUESTS}?account={account}&operation=ListPolicies&wait=60"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(raw_http.call, endpoint, "GET", query)
        mpa.list_identity_sources()
        mpa.list_policies()
        (call,) = waiting.result().json["requests"]
    assert call["operation"] == "ListPolicies"


@pytest.mark.parametrize("entries", [1, 50])
def test_64_clients_at_once_keep_the_journal_within_its_bound(
    start_server, boto3_session, entries
):
    url = start_server("--journal", str(entries), "--log-level", "warning").url
    clients = [make_client(boto3_session, url, f"{300_000_000_000 + n}") for n in range(CLIENTS)]

    def work(mpa):
        for _ in range(5):
            mpa.list_identity_sources()
            kept = raw_http.call(url, "GET", f"{REQUESTS}?limit=1000").json["requests"]
            numbers = [call["number"] for call in kept]
            assert 1 <= len(numbers) <= entries
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, clients))
    kept = raw_http.call(url, "GET", f"{REQUESTS}?limit=1000").json
    assert (len(kept["requests"]), kept["next"]) == (entries, CLIENTS * 5)


def test_no_journal_is_kept_when_it_is_off(start_server, boto3_session, account):
    url = start_server("--journal", "0").url
    make_client(boto3_session, url, account).list_identity_sources()
    answer = raw_http.call(url, "GET", REQUESTS)
    assert answer.status == 409
    assert "--journal" in answer.json["detail"]


def test_sensitive_members_are_shown_where_it_is_asked_for(start_server, boto3_session, account):
    url = start_server("--journal-sensitive", "on").url
    make_client(boto3_session, url, account).create_identity_source(
        **creation(Tags={"k": "shown"})
    )
    (call,) = raw_http.call(url, "GET", REQUESTS).json["requests"]
    assert call["input"]["Tags"] == {"k": "shown"}


def test_an_answer_of_no_fails_curl_and_pytest_alike(mpa, endpoint, account):
    mpa.list_policies()
    question = {"account": account, "noneOther": True}
    answer = raw_http.call(endpoint, "POST", f"{REQUESTS}/verify?fail=true", question)
    assert answer.status == 409
    assert "ListPolicies" in answer.json["detail"]
