"""Every limit of every operation served, from both sides, and how violations are told."""

import pytest

import raw_http
from samples import BY_ARN, INSTANCE_ARN, creation, error_of, identity_source_arn, violations

INSTANCE_PATH = "identitySourceParameters.iamIdentityCenter.instanceArn"
REGION_PATH = "identitySourceParameters.iamIdentityCenter.region"
PATTERN = (
    "Member must satisfy regular expression pattern: "
    "arn:.+:sso:::instance/(?:sso)?ins-[a-zA-Z0-9-.]{16}"
)
NOT_NULL = "Member must not be null"


def longest(count):
    return f"Member must have length less than or equal to {count}"


def shortest(count):
    return f"Member must have length greater than or equal to {count}"


def instance_arn(length):
    """An instance ARN that matches the pattern, of exactly this length."""
    start, end = "arn:", ":sso:::instance/ssoins-0123456789abcdef"
    return start + "a" * (length - len(start) - len(end)) + end


def refusal(mpa, method, **members):
    """The violations a call is refused with."""
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        getattr(mpa, method)(**members)
    code, message, status = error_of(caught)
    assert (code, status) == ("ValidationException", 400)
    return violations(message)


def refused_text(mpa, method, **members):
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        getattr(mpa, method)(**members)
    return error_of(caught)[1]


@pytest.mark.parametrize(
    "arn",
    [
        INSTANCE_ARN,
        "arn:aws-cn:sso:::instance/ssoins-0123456789abcdef",
        "arn:a:sso:::instance/ins-0123456789abcdef",
        "arn:aws:sso:::instance/ins-ABCDEFGHIJKLMNOP",
        "arn:aws:sso:::instance/ssoins---..--..--..--..",
        "arn:a:b:c:sso:::instance/ssoins-0123456789abcdef",
        "arn: :sso:::instance/ssoins-0123456789abcdef",
        "arn:\u00e9\U0001f600:sso:::instance/ssoins-0123456789abcdef",
        "arn:x:sso:::instance/y:sso:::instance/ins-0123456789abcdef",
        instance_arn(2048),
    ],
)
def test_instance_arn_within_the_pattern_is_kept_as_sent(mpa, arn):
    mpa.create_identity_source(**creation(arn))
    (item,) = mpa.list_identity_sources()["IdentitySources"]
    assert item["IdentitySourceParameters"]["IamIdentityCenter"]["InstanceArn"] == arn


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:sso:::instance/ssoins-0123456789abcde",
        "arn:aws:sso:::instance/ssoins-0123456789abcdef0",
        "arn:aws:sso:::instance/ssoins-0123456789abcde_",
        "arn:aws:sso:::instance/ssoins-0123456789abcd\u00e9f",
        "arn:aws:sso:::instance/ssoins0123456789abcdef",
        "arn:aws:sso:::instance/SSOINS-0123456789abcdef",
        "arn:aws:sso:::instance/ssosoins-0123456789abcdef",
        "arn:aws:sso::123456789012:instance/ssoins-0123456789abcdef",
        "arn:aws:sso:us-east-1::instance/ssoins-0123456789abcdef",
        "arn:aws:sso:::application/ssoins-0123456789abcdef",
        "arn::sso:::instance/ssoins-0123456789abcdef",
        "arn:\n:sso:::instance/ssoins-0123456789abcdef",
        "ARN:aws:sso:::instance/ssoins-0123456789abcdef",
        " arn:aws:sso:::instance/ssoins-0123456789abcdef",
        "arn:aws:sso:::instance/ssoins-0123456789abcdef\n",
        "x" * 20,
        "x" * 2048,
    ],
)
def test_instance_arn_outside_the_pattern_is_refused(unchecked, arn):
    assert refusal(unchecked, "create_identity_source", **creation(arn)) == [
        (INSTANCE_PATH, PATTERN)
    ]
    assert unchecked.list_identity_sources()["IdentitySources"] == []


def test_instance_arn_one_over_its_longest_is_refused_for_its_length_only(unchecked):
    found = refusal(unchecked, "create_identity_source", **creation(instance_arn(2049)))
    assert found == [(INSTANCE_PATH, longest(2048))]


@pytest.mark.parametrize("arn", ["", "x" * 19])
def test_instance_arn_too_short_breaks_two_constraints(unchecked, arn):
    found = refusal(unchecked, "create_identity_source", **creation(arn))
    assert sorted(found) == sorted([(INSTANCE_PATH, PATTERN), (INSTANCE_PATH, shortest(20))])


@pytest.mark.parametrize(
    "region",
    [
        "us-east-1",
        "eu-central-1",
        "ap-southeast-5",
        "mx-central-1",
        "il-central-1",
        "me-south-1",
        "cn-north-1",
        "us-gov-west-1",
        "us-iso-east-1",
        "us-isob-east-1",
        "us-isof-south-1",
        "eu-isoe-west-1",
        "eusc-de-east-1",
    ],
)
def test_region_of_any_partition_is_accepted(mpa, region):
    mpa.create_identity_source(**creation(region=region))
    (item,) = mpa.list_identity_sources()["IdentitySources"]
    assert item["IdentitySourceParameters"]["IamIdentityCenter"]["Region"] == region


@pytest.mark.parametrize(
    "region",
    [
        "",
        "us-east",
        "useast1",
        "us_east_1",
        "US-EAST-1",
        "us-east-1a",
        "us-east-1 ",
        " us-east-1",
        "us-east-1\n",
        "us-east-",
        "-us-east-1",
        "us--east-1",
        "us-east-\u0661",
        "moon-east-1",
        "eusc-us-east-1",
        "arn:aws:sso:::instance",
        "x" * 1000,
    ],
)
def test_region_of_no_partition_is_refused(unchecked, region):
    assert refused_text(unchecked, "create_identity_source", **creation(region=region))
    assert unchecked.list_identity_sources()["IdentitySources"] == []


def test_region_over_its_longest_breaks_the_model(unchecked):
    found = refusal(unchecked, "create_identity_source", **creation(region="x" * 1001))
    assert found == [(REGION_PATH, longest(1000))]


@pytest.mark.parametrize(
    ("members", "paths"),
    [
        ({}, ["identitySourceParameters"]),
        ({"IdentitySourceParameters": {"IamIdentityCenter": {}}}, [INSTANCE_PATH, REGION_PATH]),
        (
            {"IdentitySourceParameters": {"IamIdentityCenter": {"InstanceArn": INSTANCE_ARN}}},
            [REGION_PATH],
        ),
        (
            {"IdentitySourceParameters": {"IamIdentityCenter": {"Region": "us-east-1"}}},
            [INSTANCE_PATH],
        ),
    ],
    ids=["parameters", "both", "region", "instance"],
)
def test_members_left_out_are_all_named(unchecked, members, paths):
    found = refusal(unchecked, "create_identity_source", **members)
    assert sorted(found) == sorted((path, NOT_NULL) for path in paths)


@pytest.mark.parametrize(
    "members", [None, {}, {"IdentitySourceParameters": None}], ids=["no body", "left out", "null"]
)
def test_null_is_told_as_null_without_quotes(endpoint, account, members):
    answer = raw_http.call(endpoint, "POST", "/identity-sources", members, account)
    start = "1 validation error detected: Value null at 'identitySourceParameters' failed"
    assert answer.status == 400
    assert answer.message.startswith(start)


def test_parameters_of_no_kind_are_refused(mpa):
    assert refused_text(mpa, "create_identity_source", IdentitySourceParameters={})
    assert mpa.list_identity_sources()["IdentitySources"] == []


@pytest.mark.parametrize("token", ["t", "t" * 4096, "\u00e9" * 4096])
def test_client_token_up_to_its_longest_is_accepted(mpa, token):
    first = mpa.create_identity_source(**creation(ClientToken=token))
    again = mpa.create_identity_source(**creation(ClientToken=token))
    assert again["IdentitySourceArn"] == first["IdentitySourceArn"]


def test_client_token_over_its_longest_is_refused(unchecked):
    found = refusal(unchecked, "create_identity_source", **creation(ClientToken="t" * 4097))
    assert found == [("clientToken", longest(4096))]


def test_all_violations_come_in_one_text_with_their_number(unchecked):
    members = creation("x" * 30, region="y" * 1001, ClientToken="t" * 4097)
    found = refusal(unchecked, "create_identity_source", **members)
    assert sorted(found) == sorted(
        [
            (INSTANCE_PATH, PATTERN),
            (REGION_PATH, longest(1000)),
            ("clientToken", longest(4096)),
        ]
    )


def test_violating_value_is_shown(unchecked):
    text = refused_text(unchecked, "create_identity_source", **creation("not-an-instance-arn!"))
    assert text == (
        f"1 validation error detected: Value 'not-an-instance-arn!' at '{INSTANCE_PATH}' "
        f"failed to satisfy constraint: {PATTERN}"
    )


@pytest.mark.parametrize("count", [1, 20])
def test_max_results_within_its_range_is_accepted(mpa, count):
    assert mpa.list_identity_sources(MaxResults=count)["IdentitySources"] == []


@pytest.mark.parametrize(
    ("count", "constraint"),
    [
        (0, "Member must have value greater than or equal to 1"),
        (-1, "Member must have value greater than or equal to 1"),
        (21, "Member must have value less than or equal to 20"),
        (2147483647, "Member must have value less than or equal to 20"),
    ],
)
def test_max_results_outside_its_range_is_refused(unchecked, count, constraint):
    found = refusal(unchecked, "list_identity_sources", MaxResults=count)
    assert found == [("maxResults", constraint)]
    assert f"'{count}'" in refused_text(unchecked, "list_identity_sources", MaxResults=count)


def test_next_token_at_its_longest_is_refused_only_as_unknown(unchecked):
    text = refused_text(unchecked, "list_identity_sources", NextToken="n" * 4096)
    assert longest(4096) not in text


def test_next_token_over_its_longest_is_refused_for_its_length(unchecked):
    found = refusal(unchecked, "list_identity_sources", NextToken="n" * 4097)
    assert found == [("nextToken", longest(4096))]


def test_list_names_both_of_its_violations(unchecked):
    found = refusal(unchecked, "list_identity_sources", MaxResults=21, NextToken="n" * 4097)
    assert sorted(path for path, _ in found) == ["maxResults", "nextToken"]


def long_arn(account, length):
    start = identity_source_arn(account, name="")
    return start + "x" * (length - len(start))


@pytest.mark.parametrize(("method", "member", "others"), BY_ARN)
def test_arn_over_its_longest_is_refused_for_its_length(
    unchecked, account, method, member, others
):
    found = refusal(unchecked, method, **{member: long_arn(account, 1001)}, **others)
    assert found == [(member[0].lower() + member[1:], longest(1000))]


@pytest.mark.parametrize(
    ("method", "member", "others"), [case for case in BY_ARN if "Delete" not in case.id]
)
def test_arn_at_its_longest_is_looked_up(unchecked, account, method, member, others):
    with pytest.raises(unchecked.exceptions.ResourceNotFoundException):
        getattr(unchecked, method)(**{member: long_arn(account, 1000)}, **others)


def test_delete_of_an_arn_at_its_longest_succeeds(unchecked, account):
    answer = unchecked.delete_identity_source(IdentitySourceArn=long_arn(account, 1000))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("POST", "/identity-sources", {"IdentitySourceParameters": "text"}),
        ("POST", "/identity-sources", {"IdentitySourceParameters": ["text"]}),
        ("POST", "/identity-sources", {"IdentitySourceParameters": {"IamIdentityCenter": 1}}),
        ("POST", "/identity-sources", creation(instance_arn=7)),
        ("POST", "/identity-sources", creation(region=True)),
        ("POST", "/identity-sources", creation(ClientToken=1)),
        ("POST", "/identity-sources", creation(Tags=["k"])),
        ("POST", "/identity-sources", creation(Tags={"k": 1})),
        ("POST", "/identity-sources", creation(Tags={"k": None})),
        ("POST", "/identity-sources", [creation()]),
        ("POST", "/identity-sources", b"null"),
        ("POST", "/identity-sources", b"{"),
        ("POST", "/identity-sources", b"{} {}"),
        ("POST", "/identity-sources", b'{"ClientToken": "\xff"}'),
        ("POST", "/identity-sources?List&MaxResults=ten", None),
        ("POST", "/identity-sources?List&MaxResults=", None),
        ("POST", "/identity-sources?List&MaxResults=2147483648", None),
    ],
)
def test_wrong_types_and_broken_json_are_refused_before_constraints(
    endpoint, account, method, target, body
):
    answer = raw_http.call(endpoint, method, target, body, account)
    assert (answer.status, answer.error_type) == (400, "SerializationException")
    assert answer.message
