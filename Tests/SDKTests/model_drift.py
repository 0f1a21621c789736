"""Compares two API descriptions in botocore's structure and names every difference."""

# What is only said to people.
TEXT_KEYS = {"documentation", "documentationUrl"}
FLAGS = {
    "box",
    "deprecated",
    "exception",
    "fault",
    "idempotencyToken",
    "idempotent",
    "readonly",
    "sensitive",
    "streaming",
    "union",
}
# Keys whose order means nothing.
UNORDERED = {"required", "enum", "errors"}


def differences(theirs, ours):
    """Readable lines, one per difference; empty when `ours` says all that `theirs` says."""
    lines = []
    for kind, compare in (("operations", _operation), ("shapes", _shape)):
        noun = kind.removesuffix("s")
        left, right = theirs[kind], ours[kind]
        lines += [f"{noun} {name}: in botocore, not here" for name in left if name not in right]
        lines += [f"{noun} {name}: here, not in botocore" for name in right if name not in left]
        for name in left:
            if name in right:
                lines += compare(f"{noun} {name}", left[name], right[name])
    return sorted(lines)


def _operation(where, theirs, ours):
    lines = _values(where, theirs, ours, nested={"http", "input", "output"})
    for part in ("http", "input", "output"):
        lines += _presence(f"{where}: {part}", theirs.get(part), ours.get(part))
    return lines


def _shape(where, theirs, ours):
    lines = _values(where, theirs, ours, nested={"members", "member", "key", "value", "error"})
    for part in ("member", "key", "value", "error"):
        lines += _presence(f"{where}: {part}", theirs.get(part), ours.get(part))
    left, right = theirs.get("members", {}), ours.get("members", {})
    lines += [f"{where}: member {name} in botocore, not here" for name in left if name not in right]
    lines += [f"{where}: member {name} here, not in botocore" for name in right if name not in left]
    for name in left:
        if name in right:
            lines += _values(f"{where}: member {name}", left[name], right[name])
    return lines


def _presence(where, theirs, ours):
    """Compares two parts of which either may be missing."""
    if theirs is None and ours is None:
        return []
    if theirs is None:
        return [f"{where} here, not in botocore"]
    if ours is None:
        return [f"{where} in botocore, not here"]
    return _values(where, theirs, ours)


def _values(where, theirs, ours, nested=frozenset()):
    """One line per key that the two dictionaries do not say alike."""
    ignored = TEXT_KEYS | nested
    keys = sorted((theirs.keys() | ours.keys()) - ignored)
    lines = []
    for key in keys:
        left, right = _plain(key, theirs.get(key)), _plain(key, ours.get(key))
        if left != right:
            lines.append(f"{where}: {key} {_told(left)} in botocore, {_told(right)} here")
    return lines


def _plain(key, value):
    """A value in the form in which it is compared: absent flags are false, sets are sorted."""
    if key in FLAGS:
        return bool(value)
    if key == "errors":
        return sorted(each["shape"] for each in value or [])
    if key in UNORDERED:
        return sorted(value or [])
    return value


def _told(value):
    return "absent" if value is None else value
