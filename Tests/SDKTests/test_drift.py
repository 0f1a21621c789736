"""The emulator's API description against the model of the botocore that is installed."""

import copy

import botocore
import pytest

from model_drift import differences
from sdk_clients import packaged_model


def test_description_equals_the_model_of_this_botocore(description):
    found = differences(packaged_model(), description)
    heading = f"{len(found)} differences from botocore {botocore.__version__}:"
    assert not found, "\n".join([heading, *found])


def test_service_is_still_spoken_to_as_the_emulator_answers():
    told = packaged_model()["metadata"]
    names = ["apiVersion", "protocol", "protocols", "signatureVersion", "signingName", "serviceId"]
    assert {name: told[name] for name in names} == {
        "apiVersion": "2022-07-26",
        "protocol": "rest-json",
        "protocols": ["rest-json"],
        "signatureVersion": "v4",
        "signingName": "mpa",
        "serviceId": "MPA",
    }


def text(**constraints):
    return {"type": "string", **constraints}


# A service of our own to plant differences in, so that these tests do not depend on AWS's releases.
SERVICE = {
    "operations": {
        "TagResource": {
            "name": "TagResource",
            "http": {"method": "PUT", "requestUri": "/tags/{Arn}", "responseCode": 200},
            "input": {"shape": "TagRequest"},
            "output": {"shape": "TagResponse"},
            "errors": [{"shape": "Quota"}, {"shape": "Internal"}],
            "documentation": "Says something.",
            "idempotent": True,
        },
        "Forget": {
            "name": "Forget",
            "http": {"method": "DELETE", "requestUri": "/", "responseCode": 200},
            "input": {"shape": "TagResponse"},
        },
    },
    "shapes": {
        "TagRequest": {
            "type": "structure",
            "required": ["Arn", "Tags"],
            "members": {
                "Arn": {"shape": "Text", "location": "uri", "locationName": "Arn"},
                "Tags": {"shape": "Tags", "documentation": "The tags."},
                "ClientToken": {"shape": "Token", "idempotencyToken": True},
            },
        },
        "TagResponse": {"type": "structure", "members": {}},
        "Choice": {"type": "structure", "members": {"One": {"shape": "Text"}}, "union": True},
        "Text": text(max=1000, min=0),
        "Token": text(max=4096, pattern="[a-z]+"),
        "Key": text(min=1, sensitive=True),
        "Sync": text(enum=["IN_SYNC", "OUT_OF_SYNC"]),
        "Keys": {"type": "list", "member": {"shape": "Key"}, "max": 50},
        "Tags": {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "Text"}},
        "Count": {"type": "integer", "box": True},
        "Moment": {"type": "timestamp", "timestampFormat": "iso8601"},
        "Quota": {
            "type": "structure",
            "members": {},
            "error": {"httpStatusCode": 402, "senderFault": True},
            "exception": True,
        },
        "Internal": {
            "type": "structure",
            "members": {},
            "error": {"httpStatusCode": 500},
            "exception": True,
            "fault": True,
            "retryable": {"throttling": False},
        },
    },
}


@pytest.fixture
def model():
    return copy.deepcopy(SERVICE)


def test_model_does_not_differ_from_itself(model):
    assert differences(model, copy.deepcopy(model)) == []


def test_texts_and_order_are_no_difference(model):
    other = copy.deepcopy(model)
    for operation in other["operations"].values():
        operation.pop("documentation", None)
        operation.get("errors", []).reverse()
    for shape in other["shapes"].values():
        shape.pop("documentation", None)
        for key in ("required", "enum"):
            if key in shape:
                shape[key] = shape[key][::-1]
    assert differences(model, other) == []


def put(*path, value):
    def plant(model):
        *folders, last = path
        for folder in folders:
            model = model[folder]
        model[last] = value

    return plant


def drop(*path):
    def plant(model):
        *folders, last = path
        for folder in folders:
            model = model[folder]
        del model[last]

    return plant


TAG = ("operations", "TagResource")
HTTP = (*TAG, "http")
REQUEST = ("shapes", "TagRequest")
ARN = (*REQUEST, "members", "Arn")
QUOTA = ("shapes", "Quota")
INTERNAL = ("shapes", "Internal")

# What is planted in our side, and the one line that must tell of it.
PLANTED = [
    (drop(*TAG), "operation TagResource: in botocore, not here"),
    (put("operations", "Vote", value={}), "operation Vote: here, not in botocore"),
    (
        put(*HTTP, "method", value="POST"),
        "operation TagResource: http: method PUT in botocore, POST here",
    ),
    (
        put(*HTTP, "requestUri", value="/tags"),
        "operation TagResource: http: requestUri /tags/{Arn} in botocore, /tags here",
    ),
    (
        put(*HTTP, "responseCode", value=201),
        "operation TagResource: http: responseCode 200 in botocore, 201 here",
    ),
    (
        put(*TAG, "input", "shape", value="Tags"),
        "operation TagResource: input: shape TagRequest in botocore, Tags here",
    ),
    (drop(*TAG, "output"), "operation TagResource: output in botocore, not here"),
    (
        put("operations", "Forget", "output", value={"shape": "Tags"}),
        "operation Forget: output here, not in botocore",
    ),
    (
        put(*TAG, "errors", value=[{"shape": "Quota"}]),
        "operation TagResource: errors ['Internal', 'Quota'] in botocore, ['Quota'] here",
    ),
    (
        put("operations", "Forget", "errors", value=[{"shape": "Quota"}]),
        "operation Forget: errors [] in botocore, ['Quota'] here",
    ),
    (drop(*TAG, "idempotent"), "operation TagResource: idempotent True in botocore, False here"),
    (
        put(*TAG, "readonly", value=True),
        "operation TagResource: readonly False in botocore, True here",
    ),
    (
        put(*TAG, "hostPrefix", value="x."),
        "operation TagResource: hostPrefix absent in botocore, x. here",
    ),
    (drop("shapes", "Key"), "shape Key: in botocore, not here"),
    (put("shapes", "Vote", value={}), "shape Vote: here, not in botocore"),
    (
        put("shapes", "Token", "type", value="blob"),
        "shape Token: type string in botocore, blob here",
    ),
    (put("shapes", "Token", "max", value=4000), "shape Token: max 4096 in botocore, 4000 here"),
    (drop("shapes", "Key", "min"), "shape Key: min 1 in botocore, absent here"),
    (drop("shapes", "Text", "min"), "shape Text: min 0 in botocore, absent here"),
    (
        put("shapes", "Token", "pattern", value="[a-z]*"),
        "shape Token: pattern [a-z]+ in botocore, [a-z]* here",
    ),
    (
        put("shapes", "Sync", "enum", value=["IN_SYNC"]),
        "shape Sync: enum ['IN_SYNC', 'OUT_OF_SYNC'] in botocore, ['IN_SYNC'] here",
    ),
    (drop("shapes", "Key", "sensitive"), "shape Key: sensitive True in botocore, False here"),
    (drop("shapes", "Choice", "union"), "shape Choice: union True in botocore, False here"),
    (drop("shapes", "Count", "box"), "shape Count: box True in botocore, False here"),
    (
        drop("shapes", "Moment", "timestampFormat"),
        "shape Moment: timestampFormat iso8601 in botocore, absent here",
    ),
    (
        put(*REQUEST, "required", value=["Arn"]),
        "shape TagRequest: required ['Arn', 'Tags'] in botocore, ['Arn'] here",
    ),
    (drop(*REQUEST, "members", "Tags"), "shape TagRequest: member Tags in botocore, not here"),
    (
        put(*REQUEST, "members", "Extra", value={"shape": "Text"}),
        "shape TagRequest: member Extra here, not in botocore",
    ),
    (
        put(*ARN, "shape", value="Token"),
        "shape TagRequest: member Arn: shape Text in botocore, Token here",
    ),
    (
        put(*ARN, "location", value="querystring"),
        "shape TagRequest: member Arn: location uri in botocore, querystring here",
    ),
    (
        put(*ARN, "locationName", value="arn"),
        "shape TagRequest: member Arn: locationName Arn in botocore, arn here",
    ),
    (
        drop(*REQUEST, "members", "ClientToken", "idempotencyToken"),
        "shape TagRequest: member ClientToken: idempotencyToken True in botocore, False here",
    ),
    (
        put("shapes", "Keys", "member", "shape", value="Text"),
        "shape Keys: member: shape Key in botocore, Text here",
    ),
    (
        put("shapes", "Tags", "key", "shape", value="Text"),
        "shape Tags: key: shape Key in botocore, Text here",
    ),
    (
        put("shapes", "Tags", "value", "shape", value="Key"),
        "shape Tags: value: shape Text in botocore, Key here",
    ),
    (
        put(*QUOTA, "error", "httpStatusCode", value=400),
        "shape Quota: error: httpStatusCode 402 in botocore, 400 here",
    ),
    (
        drop(*QUOTA, "error", "senderFault"),
        "shape Quota: error: senderFault True in botocore, absent here",
    ),
    (drop(*QUOTA, "error"), "shape Quota: error in botocore, not here"),
    (drop(*QUOTA, "exception"), "shape Quota: exception True in botocore, False here"),
    (drop(*INTERNAL, "fault"), "shape Internal: fault True in botocore, False here"),
    (
        drop(*INTERNAL, "retryable"),
        "shape Internal: retryable {'throttling': False} in botocore, absent here",
    ),
]


@pytest.mark.parametrize(("plant", "line"), PLANTED, ids=[line for _, line in PLANTED])
def test_planted_difference_is_found_and_named(model, plant, line):
    changed = copy.deepcopy(model)
    plant(changed)
    assert differences(model, changed) == [line]


def test_difference_is_found_from_either_side(model):
    changed = copy.deepcopy(model)
    changed["shapes"]["Token"]["max"] = 4000
    changed["shapes"]["New"] = {"type": "string"}
    assert differences(changed, model) == [
        "shape New: in botocore, not here",
        "shape Token: max 4000 in botocore, 4096 here",
    ]


def test_all_differences_are_told_at_once(model):
    changed = copy.deepcopy(model)
    for plant in (drop("shapes", "Key", "min"), drop(*TAG, "idempotent"), drop(*TAG, "output")):
        plant(changed)
    assert len(differences(model, changed)) == 3
