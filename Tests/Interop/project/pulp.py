"""What pulpcore's own settings are given for `make interop`: read by pulpcore through `PULP_SETTINGS`.

pulpcore wants PostgreSQL; `agreement.pulp.project` says what else it takes to run on SQLite.
"""

import os

SECRET_KEY = "permscope-demo-secret-key-not-for-production"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PERMSCOPE_DATABASE"]}}
# pulpcore reads a file when it starts; nothing that is asked about is encrypted.
DB_ENCRYPTION_KEY = os.environ["PERMSCOPE_PULP_KEY"]
STATIC_ROOT = os.path.join(os.path.dirname(os.environ["PERMSCOPE_DATABASE"]), "assets")
CONTENT_ORIGIN = "http://localhost"
DOMAIN_ENABLED = True
ANALYTICS = False
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "pulpcore.backends.ObjectRolePermissionBackend",
]
