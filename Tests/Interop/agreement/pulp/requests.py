"""Requests to pulpcore's real view sets: their access policies, their querysets, their responses."""

from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User
from pulpcore.app.access_policy import AccessPolicyFromDB
from pulpcore.app.apps import PulpPluginAppConfig
from pulpcore.app.models import Domain
from pulpcore.app.util import get_view_urlpattern, set_domain
from rest_framework.test import APIClient, APIRequestFactory

from ..values import Answer, Query

ROOT = "/pulp/{}/api/v3/"


def viewsets() -> dict[str, type[Any]]:
    """Every view set under the end of its URL, `remotes/file/file`."""
    plugins = [config for config in apps.get_app_configs() if isinstance(config, PulpPluginAppConfig)]
    every = [viewset for plugin in plugins for batch in plugin.named_viewsets.values() for viewset in batch]
    return {get_view_urlpattern(viewset): viewset for viewset in every}


VIEWSETS = viewsets()


def user(name: str | None) -> User | AnonymousUser:
    return AnonymousUser() if name is None else User.objects.get(username=name)


def view(query: Query, action: str, method: str) -> Any:
    """A view set in the middle of a request, as far as its access policy looks at it."""
    domain = Domain.objects.get(name=query["in_domain"])
    set_domain(domain)
    request = getattr(APIRequestFactory(), method.lower())("/", query.get("data") or None, format="json")
    request.pulp_domain = domain
    kind = VIEWSETS[query["viewset"]]
    # What `as_view` sets for a route: an action can have a serializer of its own.
    viewset = kind(**getattr(getattr(kind, action, None), "kwargs", {}))
    viewset.action_map = {method.lower(): action}
    viewset.detail = query.get("target") is not None
    arguments = {} if query.get("target") is None else {"pk": query["target"]}
    # What resolving the URL leaves behind.
    request.resolver_match = SimpleNamespace(kwargs=arguments)
    viewset.setup(request, **arguments)
    viewset.request = viewset.initialize_request(request)
    viewset.request.user = user(query["user"])
    viewset.format_kwarg = None
    return viewset


def has_permission(query: Query) -> Answer:
    viewset = view(query, query["action"], query["method"])
    return AccessPolicyFromDB().has_permission(viewset.request, viewset)


def scope(query: Query) -> Answer:
    return sorted(str(one.pk) for one in view(query, "list", "GET").get_queryset())


def http_get(query: Query) -> Answer:
    """The whole way of a GET: middleware, URL, view set, serializer."""
    client = APIClient(raise_request_exception=False)
    if query["user"] is not None:
        client.force_authenticate(user(query["user"]))
    target = "" if query["target"] is None else f"{query['target']}/"
    path = f"{ROOT.format(query['in_domain'])}{query['viewset']}/{target}{query['sub'] or ''}"
    response = client.get(path, {"limit": 1000})
    if response.status_code != 200:
        return {"status": response.status_code}
    body = response.json()
    if query["sub"] is not None:
        return {"status": 200, "body": in_order(body)}
    return {"status": 200, "names": sorted(one["name"] for one in body.get("results", [body]))}


def in_order(body: dict[str, Any]) -> dict[str, Any]:
    """The body with its lists sorted: pulpcore gives them as sets and the database have them."""
    if "permissions" in body:
        return {"permissions": sorted(body["permissions"])}
    roles = [{**role, "users": sorted(role["users"]), "groups": sorted(role["groups"])} for role in body["roles"]]
    return {"roles": sorted(roles, key=lambda role: role["role"])}


ANSWERS = {
    "pulp.view_has_permission": has_permission,
    "pulp.view_scope": scope,
    "pulp.http_get": http_get,
}
