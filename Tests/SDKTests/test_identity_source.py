"""The life of an identity source, as the real boto3 sees it."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

import raw_http
from samples import INSTANCE_ARN, LOWER_CASE_UUID, OTHER_INSTANCE_ARN, TIMESTAMP
from samples import creation, error_of, identity_source_arn


def sources(mpa):
    return mpa.list_identity_sources()["IdentitySources"]


def test_create_answers_type_arn_and_time_and_no_more(mpa, account):
    answer = mpa.create_identity_source(**creation())
    answer.pop("ResponseMetadata")
    assert set(answer) == {"IdentitySourceType", "IdentitySourceArn", "CreationTime"}
    assert answer["IdentitySourceType"] == "IAM_IDENTITY_CENTER"
    assert answer["IdentitySourceArn"] == identity_source_arn(account)


def test_creation_time_is_an_aware_datetime_and_the_same_everywhere(mpa):
    created = mpa.create_identity_source(**creation())
    got = mpa.get_identity_source(IdentitySourceArn=created["IdentitySourceArn"])
    moment = created["CreationTime"]
    assert moment.utcoffset() == timedelta(0)
    assert got["CreationTime"] == moment
    assert [item["CreationTime"] for item in sources(mpa)] == [moment]


def test_creation_time_is_written_in_utc_with_milliseconds(endpoint, account):
    answer = raw_http.call(endpoint, "POST", "/identity-sources", creation(), account)
    assert TIMESTAMP.fullmatch(answer.json["CreationTime"])


def test_get_shows_what_was_created(mpa):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    got = mpa.get_identity_source(IdentitySourceArn=arn)
    center = got["IdentitySourceParameters"]["IamIdentityCenter"]
    assert got["IdentitySourceArn"] == arn
    assert got["IdentitySourceType"] == "IAM_IDENTITY_CENTER"
    assert got["Status"] == "ACTIVE"
    assert center["InstanceArn"] == INSTANCE_ARN
    assert center["Region"] == "us-east-1"
    assert center["ApprovalPortalUrl"].startswith(("http://", "https://"))
    assert "StatusCode" not in got
    assert "StatusMessage" not in got


def test_list_is_empty_at_first(mpa):
    answer = mpa.list_identity_sources()
    assert answer["IdentitySources"] == []
    assert "NextToken" not in answer


def test_list_item_equals_get(mpa):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    got = mpa.get_identity_source(IdentitySourceArn=arn)
    got.pop("ResponseMetadata")
    assert sources(mpa) == [got]


@pytest.mark.parametrize("page_size", [None, 1, 20])
def test_paginator_gives_the_source_once_and_ends(mpa, page_size):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    settings = {"PageSize": page_size} if page_size else {}
    pages = list(mpa.get_paginator("list_identity_sources").paginate(PaginationConfig=settings))
    arns = [item["IdentitySourceArn"] for page in pages for item in page["IdentitySources"]]
    assert arns == [arn]
    assert "NextToken" not in pages[-1]


def test_paginator_over_nothing_is_one_empty_page(mpa):
    pages = list(mpa.get_paginator("list_identity_sources").paginate())
    assert [page["IdentitySources"] for page in pages] == [[]]


def test_next_token_that_was_never_given_out_is_refused(mpa):
    with pytest.raises(mpa.exceptions.ValidationException):
        mpa.list_identity_sources(NextToken="bm90LWEtdG9rZW4=")


def test_delete_removes_it_from_get_and_list(mpa):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    answer = mpa.delete_identity_source(IdentitySourceArn=arn)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert sources(mpa) == []
    with pytest.raises(mpa.exceptions.ResourceNotFoundException) as caught:
        mpa.get_identity_source(IdentitySourceArn=arn)
    code, message, status = error_of(caught)
    assert (code, status) == ("ResourceNotFoundException", 404)
    assert message
    assert caught.value.response["Message"] == message


def test_delete_twice_succeeds_twice(mpa):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    first = mpa.delete_identity_source(IdentitySourceArn=arn)
    second = mpa.delete_identity_source(IdentitySourceArn=arn)
    statuses = [answer["ResponseMetadata"]["HTTPStatusCode"] for answer in (first, second)]
    assert statuses == [200, 200]


def test_delete_of_a_source_that_never_was_succeeds(mpa, account):
    answer = mpa.delete_identity_source(IdentitySourceArn=identity_source_arn(account))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_delete_of_another_name_leaves_the_source(mpa, account):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    other = identity_source_arn(account, name="AnotherIdentityCenter")
    answer = mpa.delete_identity_source(IdentitySourceArn=other)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert [item["IdentitySourceArn"] for item in sources(mpa)] == [arn]


def test_create_after_delete_has_the_same_arn_and_the_new_instance(mpa):
    first = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    mpa.delete_identity_source(IdentitySourceArn=first)
    second = mpa.create_identity_source(**creation(OTHER_INSTANCE_ARN))["IdentitySourceArn"]
    assert second == first
    (item,) = sources(mpa)
    center = item["IdentitySourceParameters"]["IamIdentityCenter"]
    assert center["InstanceArn"] == OTHER_INSTANCE_ARN


@pytest.mark.parametrize("instance_arn", [INSTANCE_ARN, OTHER_INSTANCE_ARN])
def test_second_source_exceeds_the_quota_and_changes_nothing(mpa, instance_arn):
    mpa.create_identity_source(**creation())
    before = sources(mpa)
    with pytest.raises(mpa.exceptions.ServiceQuotaExceededException) as caught:
        mpa.create_identity_source(**creation(instance_arn))
    code, message, status = error_of(caught)
    assert (code, status) == ("ServiceQuotaExceededException", 402)
    assert message
    assert sources(mpa) == before


def test_get_of_an_unknown_source_of_the_own_account_is_not_found(mpa, account):
    mpa.create_identity_source(**creation())
    arn = identity_source_arn(account, name="AnotherIdentityCenter")
    with pytest.raises(mpa.exceptions.ResourceNotFoundException):
        mpa.get_identity_source(IdentitySourceArn=arn)


def test_typed_exceptions_are_client_errors_of_their_own_class(mpa, account):
    arn = identity_source_arn(account)
    with pytest.raises(ClientError) as caught:
        mpa.get_identity_source(IdentitySourceArn=arn)
    assert type(caught.value) is mpa.exceptions.ResourceNotFoundException
    assert not isinstance(caught.value, mpa.exceptions.ValidationException)


def test_every_answer_has_a_request_id_of_its_own(mpa, account):
    created = mpa.create_identity_source(**creation())
    listed = mpa.list_identity_sources()
    with pytest.raises(mpa.exceptions.ServiceQuotaExceededException) as caught:
        mpa.create_identity_source(**creation())
    answers = [created, listed, caught.value.response]
    ids = [answer["ResponseMetadata"]["RequestId"] for answer in answers]
    assert all(LOWER_CASE_UUID.fullmatch(each) for each in ids)
    assert len(set(ids)) == 3


def test_answers_carry_the_headers_of_an_aws_answer(endpoint, account):
    answer = raw_http.call(endpoint, "POST", "/identity-sources", creation(), account)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["date"].endswith(" GMT")
    assert answer.error_type is None


def test_errors_carry_their_type_in_the_header_and_a_capital_message(endpoint, account):
    target = "/identity-sources/" + identity_source_arn(account).replace("/", "%2F")
    answer = raw_http.call(endpoint, "GET", target, account=account)
    assert answer.status == 404
    assert answer.error_type == "ResourceNotFoundException"
    assert answer.json["Message"]


def test_transition_delay_shows_a_source_that_is_being_created(start_server, client, account):
    server = start_server("--transition-delay", "3600")
    mpa = client(url=server.url)
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    assert mpa.get_identity_source(IdentitySourceArn=arn)["Status"] == "CREATING"
    assert [item["Status"] for item in sources(mpa)] == ["CREATING"]
    with pytest.raises(mpa.exceptions.ConflictException) as caught:
        mpa.delete_identity_source(IdentitySourceArn=arn)
    assert error_of(caught)[2] == 409
    with pytest.raises(mpa.exceptions.ServiceQuotaExceededException):
        mpa.create_identity_source(**creation())
    assert [item["Status"] for item in sources(mpa)] == ["CREATING"]
