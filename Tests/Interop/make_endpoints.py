"""Writes Resources/endpoints.json: what Pulp's view sets are, as the real pulpcore says it.

pulpcore needs no database for this, but many packages, so it has an environment of its own:

    python3 -m venv .venv-pulp && .venv-pulp/bin/pip install pulpcore==3.123.0
    .venv-pulp/bin/python Tests/Interop/make_endpoints.py > Resources/endpoints.json
"""

import json
import os
import sys
import tempfile
from typing import Any

PLURAL_METHODS = {"list": ("GET", False), "create": ("POST", False), "retrieve": ("GET", True)}
DETAIL_METHODS = {"update": "PUT", "partial_update": "PATCH", "destroy": "DELETE"}

# What a value has to be, by the class of its field; others are not looked at.
KINDS = {
    "CharField": "text",
    "EmailField": "text",
    "SlugField": "text",
    "RelativePathField": "text",
    "ChoiceField": "text",
    "BooleanField": "bool",
    "IntegerField": "integer",
    "FloatField": "number",
    "HStoreField": "object",
    "PulpLabelsField": "object",
    "DictField": "object",
    "ListField": "list",
    "ManyRelatedField": "list",
}

# Which rule limits the listing, by the class that defines `scope_queryset`.
SCOPES = {
    "NamedModelViewSet": "permission",
    "BaseContentViewSet": "content",
    "TaskGroupViewSet": "task-groups",
    "ListRepositoryVersionViewSet": "versions",
}


def start_pulp() -> None:
    """Starts Django with pulpcore's own settings; nothing connects to a database."""
    from cryptography.fernet import Fernet

    folder = tempfile.mkdtemp()
    key = os.path.join(folder, "key")
    with open(key, "wb") as file:
        file.write(Fernet.generate_key())
    settings = os.path.join(folder, "settings.py")
    with open(settings, "w") as file:
        file.write(
            f'SECRET_KEY = "x"\nDB_ENCRYPTION_KEY = "{key}"\nCONTENT_ORIGIN = "http://localhost"\n'
            f'DEPLOY_ROOT = "{folder}"\nMEDIA_ROOT = "{folder}/media"\n'
        )
    os.environ["PULP_SETTINGS"] = settings
    os.environ["DJANGO_SETTINGS_MODULE"] = "pulpcore.app.settings"
    import django

    django.setup()


def body(serializer: Any) -> dict[str, Any]:
    """The fields that a client may send, with what the serializer asks of them."""
    fields: dict[str, Any] = {}
    for name, field in serializer().fields.items():
        if field.read_only or type(field).__name__ == "HiddenField":
            continue
        facts: dict[str, Any] = {}
        if field.required:
            facts["required"] = True
        if field.allow_null:
            facts["null"] = True
        if getattr(field, "allow_blank", False):
            facts["blank"] = True
        if (kind := KINDS.get(type(field).__name__)) is not None:
            facts["kind"] = kind
        if type(field).__name__ == "ChoiceField":
            facts["choices"] = [str(choice) for choice in field.choices]
        queryset = getattr(field, "queryset", None)
        if queryset is not None and kind is None:
            facts["relation"] = queryset.model._meta.label_lower
        if any(type(v).__name__ == "DomainUniqueValidator" for v in field.validators):
            facts["unique"] = True
        fields[name] = facts
    return fields


def endpoint(view: Any) -> dict[str, Any]:
    from pulpcore.app.util import get_view_urlpattern

    facts: dict[str, Any] = {"name": get_view_urlpattern(view)}
    queryset = getattr(view, "queryset", None)
    if queryset is not None:
        facts["model"] = queryset.model._meta.label_lower
    if permission := getattr(view, "queryset_filtering_required_permission", None):
        facts["permission"] = permission
    scope = SCOPES[view.scope_queryset.__qualname__.split(".")[0]]
    if scope == "permission" and view.is_master_viewset():
        scope = "master"
    facts["scope"] = scope
    if view.parent_viewset:
        facts["parent"] = view.parent_viewset.urlpattern()
        facts["parent_key"] = next(iter(view.parent_lookup_kwargs))
    if view.lookup_field != "pk":
        facts["lookup"] = view.lookup_field
    if hasattr(view, "DEFAULT_ACCESS_POLICY"):
        facts["shipped"] = True
    if remotes := getattr(queryset.model if queryset is not None else None, "REMOTE_TYPES", None):
        facts["remotes"] = [model._meta.label_lower for model in remotes]
    actions: dict[str, Any] = {}
    bodies: dict[str, Any] = {}
    for name, (method, detail) in PLURAL_METHODS.items():
        if hasattr(view, name):
            actions[name] = {"method": method, "detail": detail}
    for name, method in DETAIL_METHODS.items():
        if hasattr(view, name):
            actions[name] = {"method": method, "detail": True}
    serializer = getattr(view, "serializer_class", None)
    if serializer is not None:
        bodies["*"] = body(serializer)
    for extra in view.get_extra_actions():
        actions[extra.__name__] = {
            "method": next(iter(extra.mapping)).upper(),
            "detail": extra.detail,
        }
        if (own := extra.kwargs.get("serializer_class")) is not None:
            bodies[extra.__name__] = body(own)
    facts["actions"] = dict(sorted(actions.items()))
    facts["bodies"] = bodies
    return facts


def main() -> None:
    start_pulp()
    from pulpcore.app.apps import pulp_plugin_configs

    views = [
        view
        for app in pulp_plugin_configs()
        for some in app.named_viewsets.values()
        for view in some
    ]
    # Abstract view sets have the name of a real one; only the real one can be reached.
    endpoints = {facts["name"]: facts for facts in (endpoint(view) for view in views if view.routable())}
    lines = [json.dumps(endpoints[name], separators=(",", ":")) for name in sorted(endpoints)]
    sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
