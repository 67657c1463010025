"""The real pulpcore with its file plugin: models, roles, access policies, view sets and URLs, on SQLite.

`project` starts it; `building`, `questions` and `reference` are what the modules of those names are for Django.
"""
