"""A request with a client token completes once, however often and from wherever it is repeated."""

import hashlib
import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import raw_http
from drop_proxy import DropProxy
from samples import (
    INSTANCE_ARN,
    OTHER_INSTANCE_ARN,
    creation,
    error_of,
    identity_source_arn,
    parameters,
)

CLIENTS = 16
TOKEN = "a-token-of-my-own"
MISMATCH = "ValidationException"


def create(url, account, members, region="us-east-1"):
    return raw_http.call(url, "POST", "/identity-sources", members, account, region)


def delete(url, account):
    target = "/identity-sources/" + quote(identity_source_arn(account), safe="")
    answer = raw_http.call(url, "DELETE", target, account=account)
    assert answer.status == 200


def sources(url, account, region="us-east-1"):
    answer = raw_http.call(url, "POST", "/identity-sources/?List", None, account, region)
    assert answer.status == 200
    return answer.json["IdentitySources"]


def test_replay_gives_the_first_answer_byte_for_byte(endpoint, account):
    members = creation(ClientToken=TOKEN, Tags={"a": "1"})
    first = create(endpoint, account, members)
    again = create(endpoint, account, members)
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body
    assert again.headers["content-type"] == first.headers["content-type"]
    assert len(sources(endpoint, account)) == 1


def test_replay_through_boto3_gives_the_first_answer(mpa):
    first = mpa.create_identity_source(**creation(ClientToken=TOKEN))
    again = mpa.create_identity_source(**creation(ClientToken=TOKEN))
    metadata = [answer.pop("ResponseMetadata") for answer in (first, again)]
    assert again == first
    assert [each["HTTPStatusCode"] for each in metadata] == [200, 200]
    assert len(mpa.list_identity_sources()["IdentitySources"]) == 1


def test_replay_after_delete_gives_the_first_answer_and_creates_nothing(endpoint, account):
    members = creation(ClientToken=TOKEN)
    first = create(endpoint, account, members)
    delete(endpoint, account)
    again = create(endpoint, account, members)
    assert (again.status, again.body) == (200, first.body)
    assert sources(endpoint, account) == []


def test_replay_after_a_successor_was_created_leaves_the_successor(endpoint, account):
    first = create(endpoint, account, creation(ClientToken=TOKEN))
    delete(endpoint, account)
    second = create(endpoint, account, creation(OTHER_INSTANCE_ARN, ClientToken="next"))
    before = sources(endpoint, account)
    assert create(endpoint, account, creation(ClientToken=TOKEN)).body == first.body
    replay = create(endpoint, account, creation(OTHER_INSTANCE_ARN, ClientToken="next"))
    assert replay.body == second.body
    assert sources(endpoint, account) == before


def test_replay_does_not_touch_tags_changed_since(mpa):
    members = creation(ClientToken=TOKEN, Tags={"a": "1"})
    arn = mpa.create_identity_source(**members)["IdentitySourceArn"]
    mpa.tag_resource(ResourceArn=arn, Tags={"a": "2"})
    mpa.create_identity_source(**members)
    assert mpa.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "2"}


@pytest.mark.parametrize(
    "changed",
    [
        creation(OTHER_INSTANCE_ARN, Tags={"a": "1", "b": "2"}),
        creation(region="eu-central-1", Tags={"a": "1", "b": "2"}),
        creation(Tags={"a": "1", "b": "3"}),
        creation(Tags={"a": "1"}),
        creation(Tags={"a": "2", "b": "1"}),
        creation(Tags={"a": "1", "b": "2", "c": ""}),
        creation(),
    ],
    ids=["instance", "region", "value", "fewer tags", "swapped", "more tags", "no tags"],
)
@pytest.mark.parametrize("deleted", [False, True], ids=["existing", "deleted"])
def test_token_with_other_parameters_is_refused(mpa, changed, deleted):
    first = mpa.create_identity_source(**creation(ClientToken=TOKEN, Tags={"a": "1", "b": "2"}))
    if deleted:
        mpa.delete_identity_source(IdentitySourceArn=first["IdentitySourceArn"])
    before = mpa.list_identity_sources()["IdentitySources"]
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        mpa.create_identity_source(ClientToken=TOKEN, **changed)
    code, message, status = error_of(caught)
    assert (code, status) == (MISMATCH, 400)
    assert "CreateIdentitySource" in message
    assert INSTANCE_ARN not in message
    assert mpa.list_identity_sources()["IdentitySources"] == before


def test_refused_mismatch_does_not_spend_the_token(endpoint, account):
    first = create(endpoint, account, creation(ClientToken=TOKEN))
    refused = create(endpoint, account, creation(OTHER_INSTANCE_ARN, ClientToken=TOKEN))
    assert refused.error_type == MISMATCH
    assert create(endpoint, account, creation(ClientToken=TOKEN)).body == first.body


def test_texts_that_only_look_alike_are_other_parameters(endpoint, account):
    composed, decomposed = {"name": "caf\u00e9"}, {"name": "cafe\u0301"}
    assert create(endpoint, account, creation(ClientToken=TOKEN, Tags=composed)).status == 200
    refused = create(endpoint, account, creation(ClientToken=TOKEN, Tags=decomposed))
    assert refused.error_type == MISMATCH


def test_order_of_members_and_tags_and_spelling_of_text_do_not_matter(endpoint, account):
    center = [f'"InstanceArn": "{INSTANCE_ARN}"', '"Region": "us-east-1"']
    backwards = ", ".join(reversed(center))
    one = (
        f'{{"ClientToken":"{TOKEN}","Tags":{{"b":"2","a":"\u00e9/"}},'
        f'"IdentitySourceParameters":{{"IamIdentityCenter":{{{", ".join(center)}}}}}}}'
    )
    other = (
        f'{{ "IdentitySourceParameters" : {{"IamIdentityCenter" : {{{backwards}}}}},\r\n\t'
        f'"Tags" : {{"\\u0061": "\\u00E9\\/", "b":"2"}}, "ClientToken" : "{TOKEN}" }}'
    )
    first = create(endpoint, account, one.encode())
    again = create(endpoint, account, other.encode())
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body


def shuffled(members, source):
    """An equal JSON object whose members stand in another order, at every depth."""
    if not isinstance(members, dict):
        return members
    pairs = [(name, shuffled(value, source)) for name, value in members.items()]
    source.shuffle(pairs)
    return dict(pairs)


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = text.filter(lambda key: key and key[:4].lower() != "aws:")


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(tags=st.dictionaries(keys, text, min_size=1, max_size=8), seed=st.integers(0, 1000))
def test_any_order_of_any_tags_replays(module_server, tags, seed):
    url, account = module_server.url, "100000000002"
    source = random.Random(seed)
    token = hashlib.sha256(repr((seed, sorted(tags.items()))).encode()).hexdigest()
    members = creation(ClientToken=token, Tags=tags)
    first = create(url, account, members)
    again = create(url, account, json.dumps(shuffled(members, source)).encode())
    key, value = next(iter(tags.items()))
    changed = create(url, account, {**members, "Tags": {**tags, key: value + "x"}})
    delete(url, account)
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body
    assert changed.error_type == MISMATCH


def test_token_of_one_account_means_nothing_in_another(endpoint, account, new_account):
    neighbour = new_account()
    members = creation(ClientToken=TOKEN)
    mine, theirs = create(endpoint, account, members), create(endpoint, neighbour, members)
    assert mine.json["IdentitySourceArn"] == identity_source_arn(account)
    assert theirs.json["IdentitySourceArn"] == identity_source_arn(neighbour)


def test_token_of_one_region_means_nothing_in_another(start_server, account):
    url = start_server("--regions", "any").url
    for region in ["us-east-1", "eu-central-1"]:
        answer = create(url, account, creation(ClientToken=TOKEN), region)
        assert answer.json["IdentitySourceArn"] == identity_source_arn(account, region)
        assert len(sources(url, account, region)) == 1


@pytest.mark.parametrize(
    ("token", "other"), [("Token", "token"), ("caf\u00e9", "cafe\u0301"), ("t", "t ")]
)
def test_tokens_are_compared_exactly(endpoint, account, token, other):
    assert create(endpoint, account, creation(ClientToken=token)).status == 200
    assert create(endpoint, account, creation(ClientToken=other)).status == 402
    assert create(endpoint, account, creation(ClientToken=token)).status == 200


@pytest.mark.parametrize("members", [{}, {"ClientToken": ""}, {"ClientToken": None}])
def test_without_a_token_a_repeated_request_is_a_second_one(endpoint, account, members):
    body = creation(**members)
    assert create(endpoint, account, body).status == 200
    again = create(endpoint, account, body)
    assert (again.status, again.error_type) == (402, "ServiceQuotaExceededException")
    delete(endpoint, account)
    assert create(endpoint, account, body).status == 200


def test_create_that_failed_leaves_its_token_unused(endpoint, account):
    assert create(endpoint, account, creation(ClientToken="first")).status == 200
    assert create(endpoint, account, creation(ClientToken=TOKEN)).status == 402
    delete(endpoint, account)
    assert create(endpoint, account, creation(ClientToken=TOKEN)).status == 200
    assert len(sources(endpoint, account)) == 1


def test_create_that_was_refused_leaves_its_token_for_other_parameters(endpoint, account):
    bad = creation("not-an-instance", ClientToken=TOKEN)
    assert create(endpoint, account, bad).status == 400
    assert create(endpoint, account, creation(ClientToken=TOKEN)).status == 200


@pytest.mark.parametrize("mode", ["legacy", "standard"])
def test_boto3_retry_after_a_lost_answer_gets_that_answer(client, endpoint, account, mode):
    with DropProxy(endpoint, drops=1) as proxy:
        mpa = client(url=proxy.url, retries={"mode": mode, "total_max_attempts": 3})
        answer = mpa.create_identity_source(IdentitySourceParameters=parameters())
        mpa.close()
    (first_headers, first_body), (second_headers, second_body) = proxy.requests
    assert first_headers["amz-sdk-request"].startswith("attempt=1")
    assert "attempt=2" in second_headers["amz-sdk-request"]
    assert second_headers["amz-sdk-invocation-id"] == first_headers["amz-sdk-invocation-id"]
    assert json.loads(first_body)["ClientToken"]
    assert second_body == first_body
    lost, given = proxy.answers
    assert (lost.status, given.status) == (200, 200)
    assert given.body == lost.body
    assert answer["IdentitySourceArn"] == lost.json["IdentitySourceArn"]
    (item,) = sources(endpoint, account)
    assert item["CreationTime"] == lost.json["CreationTime"]


def race(url, account, bodies):
    """Send all bodies at once, each from a thread of its own; the answers in their order."""
    barrier = threading.Barrier(len(bodies))

    def one(body):
        barrier.wait(raw_http.REPLY_SECONDS_MAX)
        return create(url, account, body)

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(one, bodies))


@pytest.mark.parametrize("turn", range(5))
def test_clients_racing_with_one_token_get_one_source_and_one_answer(endpoint, account, turn):
    body = creation(ClientToken=f"{TOKEN}-{turn}")
    answers = race(endpoint, account, [body] * CLIENTS)
    assert [answer.status for answer in answers] == [200] * CLIENTS
    assert len({answer.body for answer in answers}) == 1
    (item,) = sources(endpoint, account)
    assert item["CreationTime"] == answers[0].json["CreationTime"]


@pytest.mark.parametrize("turn", range(5))
def test_clients_racing_with_tokens_of_their_own_get_one_source(endpoint, account, turn):
    bodies = [creation(ClientToken=f"{turn}-{number}") for number in range(CLIENTS)]
    answers = race(endpoint, account, bodies)
    outcomes = sorted((answer.status, answer.error_type) for answer in answers)
    assert outcomes == [(200, None)] + [(402, "ServiceQuotaExceededException")] * (CLIENTS - 1)
    assert len(sources(endpoint, account)) == 1


def test_clients_racing_with_one_token_and_other_parameters_get_one_source(endpoint, account):
    arns = [INSTANCE_ARN, OTHER_INSTANCE_ARN] * (CLIENTS // 2)
    answers = race(endpoint, account, [creation(arn, ClientToken=TOKEN) for arn in arns])
    created = {arn for arn, answer in zip(arns, answers, strict=True) if answer.status == 200}
    assert len(created) == 1
    refused = [answer for answer in answers if answer.status != 200]
    assert {answer.error_type for answer in refused} == {MISMATCH}
    assert len(refused) == CLIENTS // 2
    (item,) = sources(endpoint, account)
    assert {item["IdentitySourceParameters"]["IamIdentityCenter"]["InstanceArn"]} == created
