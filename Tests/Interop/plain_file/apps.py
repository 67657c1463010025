from django.apps import AppConfig


class PlainFileConfig(AppConfig):
    """Takes the label of Pulp's file plugin: the tables are those of the recorded database."""

    name = "plain_file"
    label = "file"
