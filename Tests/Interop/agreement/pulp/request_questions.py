"""Random requests to the endpoints of a Pulp."""

from random import Random
from typing import Any

from ..values import Query
from .common import user
from .organisation import Organisation
from .policies import ENDPOINTS

# Actions of the endpoints with the method of their route.
ACTIONS = [
    ("list", "GET"), ("retrieve", "GET"), ("create", "POST"), ("update", "PUT"), ("partial_update", "PATCH"),
    ("destroy", "DELETE"), ("sync", "POST"), ("modify", "POST"), ("my_permissions", "GET"), ("list_roles", "GET"),
    ("add_role", "POST"), ("remove_role", "POST"), ("set_label", "POST"), ("unset_label", "POST"),
    ("no_such_action", "POST"),
    ("destroy", "POST"),
]  # fmt: skip
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
NAMED = {"name": "new", "url": "https://example.org/x", "base_path": "x/y"}


def endpoint(rng: Random, organisation: Organisation) -> Query:
    return {
        "user": user(rng, organisation),
        "viewset": rng.choice(list(ENDPOINTS)),
        "in_domain": rng.choice(organisation.domains),
    }


def target(rng: Random, organisation: Organisation, query: Query) -> str:
    """The key of an object of an endpoint, mostly of the request's domain."""
    there = organisation.objects[ENDPOINTS[query["viewset"]]]
    near = [key for key in there if organisation.domain_of[key] == query["in_domain"]]
    return rng.choice(near if near and rng.random() < 0.85 else there)


def view_has_permission(rng: Random, organisation: Organisation) -> Query:
    query = endpoint(rng, organisation)
    action, method = rng.choice(ACTIONS)
    in_general = action in ("list", "create")
    sent_by = method if rng.random() < 0.95 else rng.choice(METHODS)
    # A GET has no body: its parameters would be filters of the listing.
    has_body = action in ("create", "update", "partial_update", "sync") and sent_by in ("POST", "PUT", "PATCH")
    return {
        **query,
        "action": action,
        "method": sent_by,
        "target": None if in_general else target(rng, organisation, query),
        "data": parameters(rng, organisation, query) if has_body else {},
    }


def parameters(rng: Random, organisation: Organisation, query: Query) -> dict[str, Any]:
    """The body of a request: complete, empty, with something missing or unknown, with a remote or a repository."""
    body: dict[str, Any] = rng.choice([{}, NAMED, NAMED, {"name": "new"}, {**NAMED, "nothing": 1}])
    if rng.random() < 0.5:
        return body
    name, path = rng.choice([("remote", "remotes/file/file"), ("repository", "repositories/file/file")])
    key = target(rng, organisation, {**query, "viewset": path})
    return {**body, name: f"/pulp/{query['in_domain']}/api/v3/{path}/{key}/"}


def http_get(rng: Random, organisation: Organisation) -> Query:
    query = endpoint(rng, organisation)
    if rng.random() < 0.4:
        return {**query, "target": None, "sub": None}
    sub = rng.choice([None, "my_permissions/", "list_roles/"])
    return {**query, "target": target(rng, organisation, query), "sub": sub}


MAKERS = {
    "pulp.view_has_permission": view_has_permission,
    "pulp.view_scope": endpoint,
    "pulp.http_get": http_get,
}
