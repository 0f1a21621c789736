"""Holds every answer that a boto3 client gets against the model that botocore carries.

botocore itself is lenient: its parser drops members that it does not know and nulls, and believes
any text to be of an enumeration. So the body is looked at as it came.
"""

import functools
import json
import re

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
# What precedes any operation, so that none declares it.
FRAMEWORK_ERRORS = {
    "RequestEntityTooLargeException",
    "SerializationException",
    "UnknownOperationException",
    "UnsupportedMediaTypeException",
}
# The model takes a longer one in a request than it has room for in an answer.
LONGER_THAN_TOLD = ".IamIdentityCenter.InstanceArn"
# What an error document has beside the members of its shape.
ERROR_MEMBERS = {"__type", "Message", "message"}


def watch(client, service_model):
    """Has every answer to this client checked; a wrong one raises instead of the call's result."""

    # awsJson has 400 for every fault of the caller; its own tests look after that.
    has_own_statuses = client.meta.service_model.metadata["protocol"] == "rest-json"

    def check(http_response, model, **_):
        operation = service_model.operation_model(model.name)
        content = http_response.content
        found = problems(
            operation, http_response.status_code, http_response.headers, content, has_own_statuses
        )
        assert not found, "\n".join([f"{model.name} answered {content!r}:", *found])

    client.meta.events.register("after-call.mpa", check)


def problems(operation, status, headers, content, has_own_statuses=True):
    """What is wrong with an answer, one line each; empty for a right one."""
    try:
        body = json.loads(content) if content else {}
    except ValueError:
        return ["is no JSON"]
    if not isinstance(body, dict):
        return ["is no JSON object"]
    if status == 200:
        if operation.output_shape is None:
            return [f"$.{name} in an answer without members" for name in body]
        return list(_value(operation.output_shape, body, "$"))
    status = status if has_own_statuses else None
    return list(_error(operation, status, headers.get("x-amzn-errortype"), body))


def _error(operation, status, code, body):
    """An error must be one that the operation declares, with its status and its members.

    A status of None is not looked at.
    """
    if code in FRAMEWORK_ERRORS:
        return
    shape = {each.name: each for each in operation.error_shapes}.get(code)
    if shape is None:
        yield f"error {code} is not declared by {operation.name}"
        return
    if status not in (None, shape.metadata["error"]["httpStatusCode"]):
        yield f"error {code} has status {status}"
    if not isinstance(body.get("Message"), str):
        yield f"error {code} has no Message"
    for name in body.keys() - ERROR_MEMBERS - shape.members.keys():
        yield f"error {code} has an unknown member {name}"


def _value(shape, value, where):
    if value is None:
        yield f"{where} is null"
        return
    yield from KINDS[shape.type_name](shape, value, where)


def _structure(shape, value, where):
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    for name in shape.required_members:
        if name not in value:
            yield f"{where}.{name} is missing"
    if shape.is_tagged_union and len(value) != 1:
        yield f"{where} is a union with {len(value)} members"
    for name, member in value.items():
        if name not in shape.members:
            yield f"{where}.{name} is not in {shape.name}"
        else:
            yield from _value(shape.members[name], member, f"{where}.{name}")


def _list(shape, value, where):
    if not isinstance(value, list):
        yield f"{where} is no array"
        return
    yield from _length(shape, value, where)
    for place, each in enumerate(value):
        yield from _value(shape.member, each, f"{where}[{place}]")


def _map(shape, value, where):
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    for key, each in value.items():
        yield from _value(shape.key, key, f"{where}.{key} (the key)")
        yield from _value(shape.value, each, f"{where}.{key}")


def _string(shape, value, where):
    if not isinstance(value, str):
        yield f"{where} is no string"
        return
    yield from _length(shape, value, where)
    if shape.enum and value not in shape.enum:
        yield f"{where} is {value}, not one of {shape.enum}"
    pattern = _pattern(shape.metadata.get("pattern"))
    if pattern and not pattern.fullmatch(value):
        yield f"{where} is {value}, which {pattern.pattern} does not match"


def _timestamp(shape, value, where):
    if not isinstance(value, str) or not TIMESTAMP.fullmatch(value):
        yield f"{where} is {value!r}, no ISO-8601 time with milliseconds"


def _integer(shape, value, where):
    if type(value) is not int:
        yield f"{where} is no integer"
    elif value < shape.metadata.get("min", value):
        yield f"{where} is {value}, too small"


def _boolean(shape, value, where):
    if type(value) is not bool:
        yield f"{where} is no boolean"


def _length(shape, value, where):
    fewest, most = shape.metadata.get("min", 0), shape.metadata.get("max")
    if where.endswith(LONGER_THAN_TOLD):
        most = None
    if len(value) < fewest or (most is not None and len(value) > most):
        yield f"{where} has the length {len(value)}, outside {fewest} to {most}"


@functools.cache
def _pattern(text):
    """Nil for a pattern that Python's regular expressions cannot say."""
    try:
        return text and re.compile(text)
    except re.error:
        return None


KINDS = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "timestamp": _timestamp,
    "integer": _integer,
    "boolean": _boolean,
}
