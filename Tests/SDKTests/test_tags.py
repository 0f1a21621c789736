"""Tags of an identity source: on creation, added, replaced, removed, counted and kept apart."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import raw_http
from samples import creation, error_of, identity_source_arn, violations

RESERVED = "aws:cloudformation:stack-name"
KEY_TEXT = "Map keys must satisfy constraint"
VALUE_TEXT = "Map value must satisfy constraint"
COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"

UNUSUAL = {
    "space inside": " leading and trailing ",
    "quotes \" ' \\": "a/b\\c",
    "line\nbreak": "carriage\r\nreturn\ttab",
    "nul\u0000inside": "after\u0000nul",
    "\u2028": "\ufeff",
    "\U0001f600": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "empty": "",
    "%41+%2F": "a=b&c=d",
    "; DROP TABLE tags": "'); DELETE FROM tags; --",
}


@pytest.fixture
def source(unchecked):
    """The ARN of a fresh source without tags."""
    return unchecked.create_identity_source(**creation())["IdentitySourceArn"]


def tags_of(mpa, arn):
    return mpa.list_tags_for_resource(ResourceArn=arn)["Tags"]


def numbered(count):
    return {f"key-{number}": f"value-{number}" for number in range(count)}


def test_source_without_tags_lists_an_empty_map(mpa, source):
    assert tags_of(mpa, source) == {}


def test_tags_given_on_creation_are_listed(mpa):
    arn = mpa.create_identity_source(**creation(Tags={"team": "blue", "cost": ""}))[
        "IdentitySourceArn"
    ]
    assert tags_of(mpa, arn) == {"team": "blue", "cost": ""}


def test_tagging_adds_and_replaces(mpa, source):
    mpa.tag_resource(ResourceArn=source, Tags={"a": "1", "b": "2"})
    mpa.tag_resource(ResourceArn=source, Tags={"b": "3", "c": "4"})
    assert tags_of(mpa, source) == {"a": "1", "b": "3", "c": "4"}


def test_tagging_with_nothing_changes_nothing(mpa, source):
    mpa.tag_resource(ResourceArn=source, Tags={"a": "1"})
    answer = mpa.tag_resource(ResourceArn=source, Tags={})
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert tags_of(mpa, source) == {"a": "1"}


def test_untagging_removes_the_keys_named_and_ignores_absent_ones(mpa, source):
    mpa.tag_resource(ResourceArn=source, Tags={"a": "1", "b": "2", "c": "3"})
    mpa.untag_resource(ResourceArn=source, TagKeys=["a", "absent", "c", "a"])
    assert tags_of(mpa, source) == {"b": "2"}
    mpa.untag_resource(ResourceArn=source, TagKeys=["a"])
    assert tags_of(mpa, source) == {"b": "2"}


def test_untagging_nothing_changes_nothing(mpa, source):
    mpa.tag_resource(ResourceArn=source, Tags={"a": "1"})
    mpa.untag_resource(ResourceArn=source, TagKeys=[])
    assert tags_of(mpa, source) == {"a": "1"}


def test_keys_differ_by_case(mpa, source):
    mpa.tag_resource(ResourceArn=source, Tags={"Key": "1", "key": "2"})
    mpa.untag_resource(ResourceArn=source, TagKeys=["KEY", "key"])
    assert tags_of(mpa, source) == {"Key": "1"}


@pytest.mark.parametrize("on_creation", [True, False], ids=["on creation", "later"])
def test_keys_that_only_look_alike_are_kept_apart(mpa, on_creation):
    assert COMPOSED != DECOMPOSED
    tags = {COMPOSED: "1", DECOMPOSED: "2"}
    given_on_creation = tags if on_creation else {}
    arn = mpa.create_identity_source(**creation(Tags=given_on_creation))["IdentitySourceArn"]
    if not on_creation:
        mpa.tag_resource(ResourceArn=arn, Tags=tags)
    assert tags_of(mpa, arn) == tags
    mpa.untag_resource(ResourceArn=arn, TagKeys=[COMPOSED])
    assert tags_of(mpa, arn) == {DECOMPOSED: "2"}


@pytest.mark.parametrize("on_creation", [True, False], ids=["on creation", "later"])
def test_unusual_text_comes_back_unchanged(mpa, on_creation):
    given_on_creation = UNUSUAL if on_creation else {}
    arn = mpa.create_identity_source(**creation(Tags=given_on_creation))["IdentitySourceArn"]
    if not on_creation:
        mpa.tag_resource(ResourceArn=arn, Tags=UNUSUAL)
    assert tags_of(mpa, arn) == UNUSUAL
    mpa.untag_resource(ResourceArn=arn, TagKeys=list(UNUSUAL))
    assert tags_of(mpa, arn) == {}


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=128)
any_tags = st.dictionaries(text.filter(lambda key: key and key[:4].lower() != "aws:"), text)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(tags=any_tags, keys=st.sets(st.integers(0, 30)))
def test_tags_behave_like_a_dictionary(endpoint_of_tags, tags, keys):
    url, account, target = endpoint_of_tags
    everything = list(raw_http.call(url, "GET", target, account=account).json["Tags"])
    for start in range(0, len(everything), 50):
        part = {"TagKeys": everything[start : start + 50]}
        assert raw_http.call(url, "POST", target, part, account).status == 200
    removed = [key for number, key in enumerate(tags) if number in keys]
    assert raw_http.call(url, "PUT", target, {"Tags": tags}, account).status == 200
    assert raw_http.call(url, "POST", target, {"TagKeys": removed}, account).status == 200
    left = raw_http.call(url, "GET", target, account=account).json["Tags"]
    assert left == {key: value for key, value in tags.items() if key not in removed}


@pytest.fixture(scope="module")
def endpoint_of_tags(module_server):
    """One tagged source for a property test, which makes no fixture of its own per example."""
    account = "100000000001"
    created = raw_http.call(module_server.url, "POST", "/identity-sources", creation(), account)
    arn = created.json["IdentitySourceArn"]
    return module_server.url, account, "/tags/" + quote(arn, safe="")


@pytest.mark.parametrize("key", ["k", "k" * 128, "\u00e9" * 128])
@pytest.mark.parametrize("value", ["", "v", "v" * 256, "\u00e9" * 256])
def test_key_and_value_up_to_their_longest_are_accepted(unchecked, source, key, value):
    unchecked.tag_resource(ResourceArn=source, Tags={key: value})
    assert tags_of(unchecked, source) == {key: value}
    unchecked.untag_resource(ResourceArn=source, TagKeys=[key])
    assert tags_of(unchecked, source) == {}


# Text of 130 characters that a reader would count as 65, or as 129 and a half.
STACKED, LINES = "e\u0301" * 65, "\r\n" * 65


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        ({"": "secret-value"}, KEY_TEXT),
        ({"secret-key" + "k" * 119: "v"}, KEY_TEXT),
        ({STACKED: "v"}, KEY_TEXT),
        ({LINES: "v"}, KEY_TEXT),
        ({"k": "secret-value" + "v" * 245}, VALUE_TEXT),
        ({"k": "e\u0301" * 129}, VALUE_TEXT),
        ({"fine": "fine", "k": "v" * 257}, VALUE_TEXT),
    ],
    ids=["empty key", "long key", "stacked key", "line key", "long value", "stacked value", "one"],
)
@pytest.mark.parametrize("on_creation", [True, False], ids=["create", "tag"])
def test_key_or_value_outside_its_lengths_is_refused_unseen(
    unchecked, account, on_creation, tags, text
):
    arn = identity_source_arn(account)
    if not on_creation:
        unchecked.create_identity_source(**creation())
    with pytest.raises(unchecked.exceptions.ValidationException) as caught:
        if on_creation:
            unchecked.create_identity_source(**creation(Tags=tags))
        else:
            unchecked.tag_resource(ResourceArn=arn, Tags=tags)
    message = error_of(caught)[1]
    ((path, constraint),) = violations(message)
    assert path == "tags"
    assert constraint.startswith(text)
    assert "Value at 'tags'" in message
    assert "secret" not in message
    if on_creation:
        assert unchecked.list_identity_sources()["IdentitySources"] == []
    else:
        assert tags_of(unchecked, arn) == {}


def test_fifty_keys_can_be_removed_at_once_and_no_more(unchecked, source):
    unchecked.tag_resource(ResourceArn=source, Tags=numbered(50))
    keys = list(numbered(50))
    with pytest.raises(unchecked.exceptions.ValidationException) as caught:
        unchecked.untag_resource(ResourceArn=source, TagKeys=[*keys, "secret-key"])
    message = error_of(caught)[1]
    assert violations(message) == [
        ("tagKeys", "Member must have length less than or equal to 50")
    ]
    assert "secret" not in message
    assert "key-1" not in message
    assert tags_of(unchecked, source) == numbered(50)
    unchecked.untag_resource(ResourceArn=source, TagKeys=keys)
    assert tags_of(unchecked, source) == {}


@pytest.mark.parametrize("key", ["", "secret-key" + "k" * 119])
def test_key_to_remove_outside_its_lengths_is_refused_unseen(unchecked, source, key):
    unchecked.tag_resource(ResourceArn=source, Tags={"kept": "1"})
    with pytest.raises(unchecked.exceptions.ValidationException) as caught:
        unchecked.untag_resource(ResourceArn=source, TagKeys=["kept", key])
    message = error_of(caught)[1]
    ((path, constraint),) = violations(message)
    assert path == "tagKeys"
    assert constraint.startswith("Member must satisfy constraint: [")
    assert "secret" not in message
    assert tags_of(unchecked, source) == {"kept": "1"}


@pytest.mark.parametrize(
    ("method", "path"), [("tag_resource", "tags"), ("untag_resource", "tagKeys")]
)
def test_left_out_tags_are_named(unchecked, source, method, path):
    with pytest.raises(unchecked.exceptions.ValidationException) as caught:
        getattr(unchecked, method)(ResourceArn=source)
    assert violations(error_of(caught)[1]) == [(path, "Member must not be null")]


def test_fifty_tags_fit_on_one_source(mpa, source):
    mpa.tag_resource(ResourceArn=source, Tags=numbered(50))
    replaced = {key: "replaced" for key in numbered(50)}
    mpa.tag_resource(ResourceArn=source, Tags=replaced)
    assert tags_of(mpa, source) == replaced


@pytest.mark.parametrize(
    ("before", "added"),
    [({}, numbered(51)), (numbered(50), {"one more": ""}), (numbered(49), {"a": "", "b": ""})],
    ids=["at once", "one more", "two more"],
)
def test_fifty_first_tag_is_too_many_and_none_is_kept(mpa, source, before, added):
    mpa.tag_resource(ResourceArn=source, Tags=before)
    with pytest.raises(mpa.exceptions.TooManyTagsException) as caught:
        mpa.tag_resource(ResourceArn=source, Tags=added)
    assert error_of(caught)[2] == 400
    assert caught.value.response["ResourceName"] == source
    assert caught.value.response["Message"]
    assert tags_of(mpa, source) == before


def test_creation_takes_fifty_tags(mpa):
    arn = mpa.create_identity_source(**creation(Tags=numbered(50)))["IdentitySourceArn"]
    assert tags_of(mpa, arn) == numbered(50)


@pytest.mark.parametrize("tags", [numbered(51), {RESERVED: "secret-value"}, {"aws:": ""}])
def test_creation_with_too_many_or_reserved_tags_is_refused(mpa, tags):
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        mpa.create_identity_source(**creation(Tags=tags))
    assert "secret" not in error_of(caught)[1]
    assert mpa.list_identity_sources()["IdentitySources"] == []


def test_reserved_prefix_is_refused_when_tagging(mpa, source):
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        mpa.tag_resource(ResourceArn=source, Tags={"fine": "1", RESERVED: "secret-value"})
    assert "secret" not in error_of(caught)[1]
    assert tags_of(mpa, source) == {}


def test_prefix_is_reserved_only_at_the_start_of_a_key(mpa, source):
    tags = {"awsome": "aws:value", "my-aws:key": "", "aws": ""}
    mpa.tag_resource(ResourceArn=source, Tags=tags)
    assert tags_of(mpa, source) == tags


def test_deleting_the_source_deletes_its_tags(mpa, source):
    mpa.tag_resource(ResourceArn=source, Tags={"a": "1"})
    mpa.delete_identity_source(IdentitySourceArn=source)
    with pytest.raises(mpa.exceptions.ResourceNotFoundException):
        tags_of(mpa, source)
    again = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    assert again == source
    assert tags_of(mpa, again) == {}


CALLS = [
    pytest.param("list_tags_for_resource", {}, id="ListTagsForResource"),
    pytest.param("tag_resource", {"Tags": {"k": "v"}}, id="TagResource"),
    pytest.param("untag_resource", {"TagKeys": ["k"]}, id="UntagResource"),
]


@pytest.mark.parametrize(("method", "members"), CALLS)
@pytest.mark.parametrize("resource", ["identity-source/IamIdentityCenter", "approval-team/a-1"])
def test_resource_that_is_not_there_is_not_found(mpa, account, method, members, resource):
    arn = f"arn:aws:mpa:us-east-1:{account}:{resource}"
    with pytest.raises(mpa.exceptions.ResourceNotFoundException) as caught:
        getattr(mpa, method)(ResourceArn=arn, **members)
    assert error_of(caught)[2] == 404


@pytest.mark.parametrize(("method", "members"), CALLS)
@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:mpa:us-east-1:{account}:session/team-1/session-1",
        "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault",
        "arn:aws:mpa:us-east-1:{account}:something-else/x",
        "arn:aws:iam::{account}:role/approver",
        "no-arn",
    ],
)
def test_what_cannot_be_tagged_is_refused(mpa, account, method, members, arn):
    with pytest.raises(mpa.exceptions.ValidationException) as caught:
        getattr(mpa, method)(ResourceArn=arn.format(account=account), **members)
    assert error_of(caught)[2] == 400
