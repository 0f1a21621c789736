"""The same service over awsJson 1.0 and 1.1, where X-Amz-Target names the operation."""

import copy
import json
from datetime import timedelta

import pytest

import raw_http
from samples import LOWER_CASE_UUID, OTHER_INSTANCE_ARN, TIMESTAMP
from samples import creation, error_of, identity_source_arn, violations
from sdk_clients import packaged_model, session_with_models

PREFIX = "AWSFluffyCoreService"
VERSIONS = ["1.0", "1.1"]


def spoken_as_json(model, version):
    """The service model as it would be if AWS had given this service an awsJson protocol."""
    patched = copy.deepcopy(model)
    patched["metadata"].update(
        protocol="json", protocols=["json"], jsonVersion=version, targetPrefix=PREFIX
    )
    for operation in patched["operations"].values():
        operation["http"] = {"method": "POST", "requestUri": "/"}
    for shape in patched["shapes"].values():
        for member in shape.get("members", {}).values():
            member.pop("location", None)
            member.pop("locationName", None)
    return patched


@pytest.fixture(scope="module", params=VERSIONS)
def version(request):
    return request.param


@pytest.fixture(scope="module")
def json_session(version, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    home = folder / "mpa" / packaged_model()["metadata"]["apiVersion"]
    home.mkdir(parents=True)
    patched = json.dumps(spoken_as_json(packaged_model(), version))
    (home / "service-2.json").write_text(patched, encoding="utf-8")
    return session_with_models(folder)


@pytest.fixture
def json_client(client, json_session):
    def make(**settings):
        return client(session=json_session, **settings)

    return make


@pytest.fixture
def mpa(json_client):
    return json_client()


def sent_headers(mpa):
    """Collects the headers of every request the client sends."""
    seen = []
    mpa.meta.events.register("before-send.mpa", lambda request, **_: seen.append(request))
    return seen


def test_client_really_speaks_aws_json(mpa, version):
    seen = sent_headers(mpa)
    mpa.list_identity_sources(MaxResults=5)
    (request,) = seen
    assert request.url.endswith("/")
    assert request.headers["X-Amz-Target"] == f"{PREFIX}.ListIdentitySources".encode()
    assert request.headers["Content-Type"] == f"application/x-amz-json-{version}".encode()
    assert json.loads(request.body) == {"MaxResults": 5}


def test_life_of_a_source(mpa, account):
    created = mpa.create_identity_source(**creation(Tags={"a": "1"}))
    arn = created["IdentitySourceArn"]
    assert arn == identity_source_arn(account)
    assert created["CreationTime"].utcoffset() == timedelta(0)
    assert LOWER_CASE_UUID.fullmatch(created["ResponseMetadata"]["RequestId"])
    got = mpa.get_identity_source(IdentitySourceArn=arn)
    assert (got["Status"], got["CreationTime"]) == ("ACTIVE", created["CreationTime"])
    paginator = mpa.get_paginator("list_identity_sources")
    pages = paginator.paginate(PaginationConfig={"PageSize": 1})
    arns = [item["IdentitySourceArn"] for page in pages for item in page["IdentitySources"]]
    assert arns == [arn]
    mpa.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    mpa.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert mpa.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"b": "2"}
    for _ in range(2):
        answer = mpa.delete_identity_source(IdentitySourceArn=arn)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert mpa.list_identity_sources()["IdentitySources"] == []


def test_both_protocols_answer_alike(mpa, client):
    rest = client()
    arn = rest.create_identity_source(**creation(Tags={"a": "1"}))["IdentitySourceArn"]
    for method, members in [
        ("get_identity_source", {"IdentitySourceArn": arn}),
        ("list_identity_sources", {}),
        ("list_tags_for_resource", {"ResourceArn": arn}),
    ]:
        answers = [getattr(each, method)(**members) for each in (rest, mpa)]
        for answer in answers:
            answer.pop("ResponseMetadata")
        assert answers[0] == answers[1]


def test_replay_over_the_other_protocol_is_the_first_answer(endpoint, account, version):
    members = creation(ClientToken="t")
    first = raw_http.call(endpoint, "POST", "/identity-sources", members, account)
    target = f"{PREFIX}.CreateIdentitySource"
    again = raw_http.call_target(endpoint, target, members, account, version)
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body


@pytest.mark.parametrize(
    "prefix", [PREFIX, "x", "com.amazonaws.mpa.v20220726.MPA_20220726", "", "a-b"]
)
def test_any_prefix_names_the_operation_after_the_last_dot(endpoint, account, version, prefix):
    target = f"{prefix}.CreateIdentitySource"
    answer = raw_http.call_target(endpoint, target, creation(), account, version)
    assert answer.status == 200
    assert answer.headers["content-type"] == f"application/x-amz-json-{version}"
    assert TIMESTAMP.fullmatch(answer.json["CreationTime"])


def test_empty_body_is_an_empty_input(endpoint, account, version):
    target = f"{PREFIX}.ListIdentitySources"
    answer = raw_http.call_target(endpoint, target, b"", account, version)
    assert answer.status == 200
    assert answer.json == {"IdentitySources": []}


def test_not_found_is_a_typed_exception_with_status_400(mpa, account):
    with pytest.raises(mpa.exceptions.ResourceNotFoundException) as caught:
        mpa.get_identity_source(IdentitySourceArn=identity_source_arn(account))
    code, message, status = error_of(caught)
    assert (code, status) == ("ResourceNotFoundException", 400)
    assert message


def test_second_source_is_a_typed_exception_with_status_400(mpa):
    mpa.create_identity_source(**creation())
    with pytest.raises(mpa.exceptions.ServiceQuotaExceededException) as caught:
        mpa.create_identity_source(**creation(OTHER_INSTANCE_ARN))
    assert error_of(caught)[2] == 400


def test_denial_is_a_typed_exception_with_status_400(mpa, new_account):
    with pytest.raises(mpa.exceptions.AccessDeniedException) as caught:
        mpa.get_identity_source(IdentitySourceArn=identity_source_arn(new_account()))
    assert error_of(caught)[2] == 400


def test_too_many_tags_names_the_resource(mpa):
    arn = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    with pytest.raises(mpa.exceptions.TooManyTagsException) as caught:
        mpa.tag_resource(ResourceArn=arn, Tags={str(number): "" for number in range(51)})
    assert caught.value.response["ResourceName"] == arn


@pytest.mark.parametrize(
    ("method", "members", "path"),
    [
        ("list_identity_sources", {"MaxResults": 21}, "maxResults"),
        ("list_identity_sources", {"MaxResults": 0}, "maxResults"),
        ("list_identity_sources", {"NextToken": "n" * 4097}, "nextToken"),
        ("get_identity_source", {"IdentitySourceArn": "x" * 1001}, "identitySourceArn"),
        ("get_identity_source", {}, "identitySourceArn"),
        ("tag_resource", {"ResourceArn": "x" * 1001, "Tags": {}}, "resourceArn"),
        ("create_identity_source", {}, "identitySourceParameters"),
    ],
)
def test_members_of_path_and_query_are_validated_in_the_body(json_client, method, members, path):
    mpa = json_client(parameter_validation=False)
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        getattr(mpa, method)(**members)
    assert [found for found, _ in violations(error_of(caught)[1])] == [path]


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("ListIdentitySources", b'{"MaxResults": "5"}'),
        ("ListIdentitySources", b'{"MaxResults": 5.5}'),
        ("ListIdentitySources", b"[]"),
        ("ListIdentitySources", b"{"),
        ("GetIdentitySource", b'{"IdentitySourceArn": 5}'),
        ("TagResource", b'{"ResourceArn": "x", "Tags": {"k": null}}'),
    ],
)
def test_wrong_types_are_refused(endpoint, account, version, operation, body):
    target = f"{PREFIX}.{operation}"
    answer = raw_http.call_target(endpoint, target, body, account, version)
    assert (answer.status, answer.error_type) == (400, "SerializationException")
    assert answer.json["__type"].endswith("SerializationException")


@pytest.mark.parametrize(
    "target", ["x.CreateIdentitysource", "x.StartSession", "x.", "x.CreateIdentitySource.y", ""]
)
def test_target_of_no_operation_is_unknown(endpoint, account, version, target):
    answer = raw_http.call_target(endpoint, target, creation(), account, version)
    assert (answer.status, answer.error_type) == (400, "UnknownOperationException")
    listed = raw_http.call(endpoint, "POST", "/identity-sources/?List", None, account)
    assert listed.json == {"IdentitySources": []}


def test_modelled_error_names_its_type_in_header_and_body(endpoint, account, version):
    members = {"IdentitySourceArn": identity_source_arn(account)}
    target = f"{PREFIX}.GetIdentitySource"
    answer = raw_http.call_target(endpoint, target, members, account, version)
    assert answer.status == 400
    assert answer.error_type == "ResourceNotFoundException"
    assert answer.json["__type"].split("#")[-1] == "ResourceNotFoundException"
    assert answer.json["Message"]
