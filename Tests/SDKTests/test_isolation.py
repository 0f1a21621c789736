"""Accounts and regions do not see each other; ARNs of others are refused as AWS refuses them."""

from urllib.parse import quote

import pytest

import mpa_local
import raw_http
from samples import BY_ARN, INSTANCE_ARN, OTHER_INSTANCE_ARN
from samples import creation, error_of, identity_source_arn

DEFAULT_ACCOUNT = "123456789012"
SERVED_ANYWHERE = ["us-east-1", "eu-central-1", "ap-southeast-2"]


def operation_name(method):
    return "".join(part.capitalize() for part in method.split("_"))


def test_accounts_have_a_source_each(client, account, new_account):
    neighbour = new_account()
    mine, theirs = client(), client(neighbour)
    mine.create_identity_source(**creation())
    theirs.create_identity_source(**creation(OTHER_INSTANCE_ARN))
    for mpa, owner, instance in [
        (mine, account, INSTANCE_ARN),
        (theirs, neighbour, OTHER_INSTANCE_ARN),
    ]:
        (item,) = mpa.list_identity_sources()["IdentitySources"]
        center = item["IdentitySourceParameters"]["IamIdentityCenter"]
        assert item["IdentitySourceArn"] == identity_source_arn(owner)
        assert center["InstanceArn"] == instance


def test_deleting_ones_own_source_leaves_that_of_another_account(client, account, new_account):
    mine, theirs = client(), client(new_account())
    mine.create_identity_source(**creation())
    kept = theirs.create_identity_source(**creation())["IdentitySourceArn"]
    mine.delete_identity_source(IdentitySourceArn=identity_source_arn(account))
    assert mine.list_identity_sources()["IdentitySources"] == []
    assert theirs.get_identity_source(IdentitySourceArn=kept)["Status"] == "ACTIVE"


@pytest.mark.parametrize("exists", [True, False], ids=["existing", "unknown"])
@pytest.mark.parametrize(("method", "member", "others"), BY_ARN)
def test_arn_of_another_account_is_denied(client, new_account, method, member, others, exists):
    owner = new_account()
    arn = identity_source_arn(owner)
    if exists:
        client(owner).create_identity_source(**creation(Tags={"k": "theirs"}))
    mpa = client()
    with pytest.raises(mpa.exceptions.AccessDeniedException) as caught:
        getattr(mpa, method)(**{member: arn}, **others)
    code, message, status = error_of(caught)
    action = f"mpa:{operation_name(method)}"
    assert (code, status) == ("AccessDeniedException", 403)
    assert f"is not authorized to perform: {action} on resource: {arn}" in message
    assert f"because no resource-based policy allows the {action} action" in message
    if exists:
        tags = client(owner).list_tags_for_resource(ResourceArn=arn)["Tags"]
        assert tags == {"k": "theirs"}


@pytest.mark.parametrize(
    ("method", "member", "others"), [case for case in BY_ARN if "Delete" not in case.id]
)
def test_arn_of_another_region_is_not_found(mpa, account, method, member, others):
    mpa.create_identity_source(**creation())
    arn = identity_source_arn(account, "eu-central-1")
    with pytest.raises(mpa.exceptions.ResourceNotFoundException) as caught:
        getattr(mpa, method)(**{member: arn}, **others)
    assert error_of(caught)[2] == 404


def test_delete_of_an_arn_of_another_region_succeeds_and_deletes_nothing(mpa, account):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    elsewhere = identity_source_arn(account, "eu-central-1")
    answer = mpa.delete_identity_source(IdentitySourceArn=elsewhere)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert mpa.get_identity_source(IdentitySourceArn=arn)["Status"] == "ACTIVE"


@pytest.mark.parametrize(
    "text",
    [
        "IamIdentityCenter",
        "arn:aws:mpa:us-east-1",
        "arn:aws:s3:::bucket",
        "arn:aws:sso:::instance/ssoins-0123456789abcdef",
        "arn:aws:mpa:us-east-1:{account}:identity-source",
        "arn:aws:mpa:us-east-1:{account}:identity-source/",
        "arn:aws:mpa:us-east-1:{account}:identity-sources/IamIdentityCenter",
        "arn:aws:mpa:us-east-1:{account}:approval-team/IamIdentityCenter",
        "arn:aws:mpa:us-east-1:12345:identity-source/IamIdentityCenter",
        "ARN:aws:mpa:us-east-1:{account}:identity-source/IamIdentityCenter",
        " arn:aws:mpa:us-east-1:{account}:identity-source/IamIdentityCenter",
    ],
)
@pytest.mark.parametrize("method", ["get_identity_source", "delete_identity_source"])
def test_text_that_is_no_identity_source_arn_is_refused(mpa, account, method, text):
    mpa.create_identity_source(**creation())
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        getattr(mpa, method)(IdentitySourceArn=text.format(account=account))
    assert error_of(caught)[2] == 400
    assert len(mpa.list_identity_sources()["IdentitySources"]) == 1


@pytest.mark.parametrize("region", ["eu-central-1", "us-west-2", "us-east-2"])
def test_call_signed_for_another_region_is_refused_and_names_the_switch(client, region):
    mpa = client(region=region)
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        mpa.create_identity_source(**creation())
    message = error_of(caught)[1]
    assert "--regions" in message
    assert region in message


@pytest.fixture(scope="module")
def everywhere():
    server = mpa_local.Server("--regions", "any")
    yield server
    server.stop()


def test_regions_have_a_source_each_when_any_is_served(client, account, everywhere):
    clients = {name: client(url=everywhere.url, region=name) for name in SERVED_ANYWHERE}
    for name, mpa in clients.items():
        arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
        assert arn == identity_source_arn(account, name)
    gone = SERVED_ANYWHERE[0]
    clients[gone].delete_identity_source(IdentitySourceArn=identity_source_arn(account, gone))
    for name, mpa in clients.items():
        items = mpa.list_identity_sources()["IdentitySources"]
        arns = [item["IdentitySourceArn"] for item in items]
        assert arns == ([] if name == gone else [identity_source_arn(account, name)])


@pytest.mark.parametrize(
    ("region", "partition"),
    [("us-east-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")],
)
def test_arn_has_the_partition_of_its_region(client, account, everywhere, region, partition):
    mpa = client(url=everywhere.url, region=region)
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    assert arn == f"arn:{partition}:mpa:{region}:{account}:identity-source/IamIdentityCenter"
    assert mpa.get_identity_source(IdentitySourceArn=arn)["IdentitySourceArn"] == arn


def test_arn_of_a_served_region_is_still_not_found_from_another(client, account, everywhere):
    first = client(url=everywhere.url, region="us-east-1")
    second = client(url=everywhere.url, region="eu-central-1")
    arn = first.create_identity_source(**creation())["IdentitySourceArn"]
    with pytest.raises(second.exceptions.ResourceNotFoundException):
        second.get_identity_source(IdentitySourceArn=arn)
    assert first.get_identity_source(IdentitySourceArn=arn)["IdentitySourceArn"] == arn


def test_region_list_serves_its_regions_and_no_other(client, start_server):
    server = start_server("--regions", "us-east-1,eu-west-1")
    for region in ["us-east-1", "eu-west-1"]:
        mpa = client(url=server.url, region=region)
        assert mpa.list_identity_sources()["IdentitySources"] == []
    mpa = client(url=server.url, region="eu-west-2")
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        mpa.list_identity_sources()
    assert "--regions" in error_of(caught)[1]


@pytest.mark.parametrize("key", ["AKIAIOSFODNN7EXAMPLE", "test", "12345678901", "1234567890123"])
def test_key_that_is_no_account_id_stands_for_the_default_account(client, start_server, key):
    mpa = client(key, url=start_server().url)
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    assert arn == identity_source_arn(DEFAULT_ACCOUNT)


def test_call_without_credentials_is_served_for_the_default_account(start_server):
    server = start_server()
    answer = raw_http.call(server.url, "POST", "/identity-sources", creation())
    assert answer.status == 200
    assert answer.json["IdentitySourceArn"] == identity_source_arn(DEFAULT_ACCOUNT)


def test_account_flag_changes_the_default_account_only(client, start_server, account):
    server = start_server("--account", "999988887777")
    answer = raw_http.call(server.url, "POST", "/identity-sources", creation())
    assert answer.json["IdentitySourceArn"] == identity_source_arn("999988887777")
    arn = client(url=server.url).create_identity_source(**creation())["IdentitySourceArn"]
    assert arn == identity_source_arn(account)


def test_denied_call_is_the_same_over_raw_http(endpoint, account, new_account):
    target = "/identity-sources/" + quote(identity_source_arn(new_account()), safe="")
    answer = raw_http.call(endpoint, "GET", target, account=account)
    assert answer.status == 403
    assert answer.error_type == "AccessDeniedException"
    assert "no resource-based policy" in answer.message
