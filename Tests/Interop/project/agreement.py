"""The project of `make interop`: what `settings` has, rules, and models that show guardian's corners.

Pulp's `file` application is replaced by one of the same label without Pulp's masters, as the recorded answers know it.
"""

from .settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "rules", "plain_file", "depot"]  # noqa: F405
