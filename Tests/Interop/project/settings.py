"""A small Django project around one SQLite database, made by Permscope or by Django.

The environment says what a test varies:
  PERMSCOPE_DATABASE   the database file
  PERMSCOPE_TIMEOUT    seconds SQLite waits for a lock (Django's default: 5)
  PERMSCOPE_PULP       1 adds stand-ins for Pulp's models, which upstream makes on PostgreSQL only
"""

import os

DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"

# The key that signed the sessions of Resources/demo.sql. Public on purpose: nothing real uses it.
SECRET_KEY = os.environ.get("PERMSCOPE_SECRET_KEY", "permscope-demo-secret-key-not-for-production")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["PERMSCOPE_DATABASE"],
        "OPTIONS": {"timeout": float(os.environ.get("PERMSCOPE_TIMEOUT", "5"))},
    }
}

# The order of `startproject`, because content types and permissions are numbered in this order.
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "guardian",
    "user_tasks",
    "datawarehouse",
]
if os.environ.get("PERMSCOPE_PULP") == "1":
    INSTALLED_APPS += ["core", "file"]

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "project.urls"

# AutoField is what Django's own apps use; on SQLite both kinds of key are the same column.
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
