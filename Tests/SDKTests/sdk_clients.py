"""Clients of the real boto3."""

import functools
import json

import boto3
import botocore.config
import botocore.loaders
import botocore.model
import botocore.session

import response_shapes


def session_with_models(*folders):
    """A session on the packaged service models, and before them those in `folders`."""
    paths = [*map(str, folders), botocore.loaders.Loader.BUILTIN_DATA_PATH]
    core = botocore.session.Session()
    loader = botocore.loaders.Loader(paths, include_default_search_paths=False)
    core.register_component("data_loader", loader)
    return boto3.Session(botocore_session=core)


def packaged_model():
    """The service model of mpa that the installed botocore carries."""
    path = [botocore.loaders.Loader.BUILTIN_DATA_PATH]
    loader = botocore.loaders.Loader(path, include_default_search_paths=False)
    return json.loads(json.dumps(loader.load_service_model("mpa", "service-2")))


def make_client(session, url, account, region="us-east-1", is_watched=True, **settings):
    """A client that tries once, unless `retries` says otherwise."""
    settings.setdefault("retries", {"total_max_attempts": 1})
    client = session.client(
        "mpa",
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="secret",
        config=botocore.config.Config(**settings),
    )
    if is_watched:
        response_shapes.watch(client, _service_model())
    return client


@functools.cache
def _service_model():
    return botocore.model.ServiceModel(packaged_model(), "mpa")
