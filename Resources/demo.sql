-- The sample organisation of `permscope demo`, on top of schema.sql: Acme Kernel Lab, a small company that builds
-- and tests Linux kernels. Small enough to learn by heart; each row is there to show a case.
--
-- People                                              Groups
--   2 admin      active superuser                       1 kernel-qe           mira tomas kernelbot omar 山田
--   3 mira       staff, tests kernels                   2 kernel-maintainers  tomas omar zoe
--   4 tomas      maintainer                             3 release             mira ines
--   5 ines       release manager, staff                 4 contractors         mira lena דנה
--   6 kernelbot  a program                              5 ci                  kernelbot
--   7 kerning    inactive, has nothing                  6 support             sam
--   8 omar       inactive, still a member               7 visitors            AnonymousUser
--   9 oldroot    inactive superuser                     8 alumni              nobody
--  10 lena       contractor
--  11 山田       a wide name                          Policies                read         write
--  12 דנה        a right-to-left name                   1 upstream            kernel-qe    kernel-maintainers
--  13 zoe        combining characters                   2 open                anyone       anyone
--  14 ravi       active, has nothing                    3 public-read         anyone       kernel-maintainers
--  15 sam        support, staff                         4 drop-box            release      anyone
--                                                       5 embargo             release      release
--                                                       6 archived            kernel-qe    alumni
--                                                       7 draft, of no tree   contractors  contractors
--
-- admin and mira log in with the password `demo`. The sessions are signed with the SECRET_KEY
-- `permscope-demo-secret-key-not-for-production`. The day on which all this happens is 2026-11-02.

-- The objects: Pulp's file plugin. Names and domains are in core_remote and core_repository, and the row of the
-- plugin's own table shares the key.
CREATE TABLE "core_remote" ("pulp_id" char(32) NOT NULL PRIMARY KEY, "pulp_created" datetime NOT NULL, "pulp_last_updated" datetime NULL, "pulp_type" text NOT NULL, "name" text NOT NULL, "pulp_labels" text NOT NULL CHECK ((JSON_VALID("pulp_labels") OR "pulp_labels" IS NULL)), "url" text NOT NULL, "ca_cert" text NULL, "client_cert" text NULL, "client_key" text NULL, "tls_validation" bool NOT NULL, "username" text NULL, "password" text NULL, "proxy_url" text NULL, "proxy_username" text NULL, "proxy_password" text NULL, "download_concurrency" integer unsigned NULL CHECK ("download_concurrency" >= 0), "max_retries" integer unsigned NULL CHECK ("max_retries" >= 0), "policy" text NOT NULL, "total_timeout" real NULL, "connect_timeout" real NULL, "sock_connect_timeout" real NULL, "sock_read_timeout" real NULL, "headers" text NULL CHECK ((JSON_VALID("headers") OR "headers" IS NULL)), "rate_limit" integer NULL, "pulp_domain_id" char(32) NOT NULL REFERENCES "core_domain" ("pulp_id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "core_remote_name_9fec21a5" ON "core_remote" ("name");
CREATE UNIQUE INDEX "core_remote_name_pulp_domain_id_310f6912_uniq" ON "core_remote" ("name", "pulp_domain_id");
CREATE INDEX "core_remote_pulp_domain_id_f8d7f815" ON "core_remote" ("pulp_domain_id");
CREATE INDEX "core_remote_pulp_type_ac66aef6" ON "core_remote" ("pulp_type");
CREATE TABLE "core_repository" ("pulp_id" char(32) NOT NULL PRIMARY KEY, "pulp_created" datetime NOT NULL, "pulp_last_updated" datetime NULL, "pulp_type" text NOT NULL, "name" text NOT NULL, "pulp_labels" text NOT NULL CHECK ((JSON_VALID("pulp_labels") OR "pulp_labels" IS NULL)), "description" text NULL, "next_version" integer unsigned NOT NULL CHECK ("next_version" >= 0), "retain_repo_versions" integer unsigned NULL CHECK ("retain_repo_versions" >= 0), "retain_checkpoints" integer unsigned NULL CHECK ("retain_checkpoints" >= 0), "user_hidden" bool NOT NULL, "pulp_domain_id" char(32) NOT NULL REFERENCES "core_domain" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "remote_id" char(32) NULL REFERENCES "core_remote" ("pulp_id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "core_repository_name_d6094875" ON "core_repository" ("name");
CREATE UNIQUE INDEX "core_repository_name_pulp_domain_id_fc7b9811_uniq" ON "core_repository" ("name", "pulp_domain_id");
CREATE INDEX "core_repository_pulp_domain_id_bba0afab" ON "core_repository" ("pulp_domain_id");
CREATE INDEX "core_repository_pulp_type_9a295072" ON "core_repository" ("pulp_type");
CREATE INDEX "core_repository_remote_id_25c54490" ON "core_repository" ("remote_id");
CREATE TABLE "file_fileremote" ("remote_ptr_id" char(32) NOT NULL PRIMARY KEY REFERENCES "core_remote" ("pulp_id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "file_filegitremote" ("remote_ptr_id" char(32) NOT NULL PRIMARY KEY REFERENCES "core_remote" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "git_ref" text NOT NULL);
CREATE TABLE "file_filerepository" ("repository_ptr_id" char(32) NOT NULL PRIMARY KEY REFERENCES "core_repository" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "manifest" text NULL, "autopublish" bool NOT NULL, "last_sync_details" text NOT NULL CHECK ((JSON_VALID("last_sync_details") OR "last_sync_details" IS NULL)));

INSERT INTO "django_content_type" ("id", "app_label", "model") VALUES
  (22, 'core', 'remote'),
  (23, 'core', 'repository'),
  (24, 'file', 'filerepository'),
  (25, 'file', 'fileremote'),
  (26, 'file', 'filegitremote'),
  -- Of an application that was taken out: its table is gone, a grant stayed.
  (27, 'acme', 'report');
INSERT INTO "auth_permission" ("id", "content_type_id", "codename", "name") VALUES
  (87, 22, 'add_remote', 'Can add remote'),
  (88, 22, 'change_remote', 'Can change remote'),
  (89, 22, 'delete_remote', 'Can delete remote'),
  (90, 22, 'view_remote', 'Can view remote'),
  (91, 23, 'add_repository', 'Can add repository'),
  (92, 23, 'change_repository', 'Can change repository'),
  (93, 23, 'delete_repository', 'Can delete repository'),
  (94, 23, 'view_repository', 'Can view repository'),
  (95, 24, 'add_filerepository', 'Can add file repository'),
  (96, 24, 'change_filerepository', 'Can change file repository'),
  (97, 24, 'delete_filerepository', 'Can delete file repository'),
  (98, 24, 'view_filerepository', 'Can view file repository'),
  (99, 24, 'sync_filerepository', 'Can start a sync task'),
  (100, 24, 'modify_filerepository', 'Can modify content of the repository'),
  (101, 24, 'manage_roles_filerepository', 'Can manage roles on file repositories'),
  (102, 24, 'repair_filerepository', 'Can repair repository versions'),
  (103, 24, 'modify_repo_content', 'Modify Repository Content'),
  (104, 25, 'add_fileremote', 'Can add file remote'),
  (105, 25, 'change_fileremote', 'Can change file remote'),
  (106, 25, 'delete_fileremote', 'Can delete file remote'),
  (107, 25, 'view_fileremote', 'Can view file remote'),
  (108, 25, 'manage_roles_fileremote', 'Can manage roles on file remotes'),
  (109, 26, 'add_filegitremote', 'Can add file git remote'),
  (110, 26, 'change_filegitremote', 'Can change file git remote'),
  (111, 26, 'delete_filegitremote', 'Can delete file git remote'),
  (112, 26, 'view_filegitremote', 'Can view file git remote'),
  (113, 26, 'manage_roles_filegitremote', 'Can manage roles on file git remotes'),
  -- One codename on two models of one app: Django can't tell them apart, Pulp raises MultipleObjectsReturned.
  (114, 26, 'modify_repo_content', 'Modify Repository Content'),
  (115, 12, 'trigger_gittree', 'Can trigger a test run'),
  (116, 27, 'view_report', 'Can view report');

-- People and groups
INSERT INTO "auth_user" ("id", "password", "last_login", "is_superuser", "username", "first_name", "last_name", "email", "is_staff", "is_active", "date_joined") VALUES
  (2, 'pbkdf2_sha256$1000000$acmeadmin$21kouVjHH382XSAHNwoJDcNXTfWYi6E/4tJ3btymoOA=', '2026-11-02 07:30:00', 1, 'admin', 'Ada', 'Lindqvist', 'ada@acme.example', 1, 1, '2024-01-08 09:00:00'),
  (3, 'pbkdf2_sha256$1000000$acmemira$+2pU0dRhNiTPjkcEG1ZM6q0P+acO2q6vOnej6Vk4i+E=', '2026-11-02 09:12:00', 0, 'mira', 'Mira', 'Okafor', 'mira@acme.example', 1, 1, '2024-03-04 09:00:00'),
  (4, '!ldap', '2026-11-02 08:00:00', 0, 'tomas', 'Tomáš', 'Novák', 'tomas@acme.example', 0, 1, '2024-01-15 09:00:00'),
  (5, '!ldap', '2026-10-30 07:45:00', 0, 'ines', 'Inês', 'Duarte', 'ines@acme.example', 1, 1, '2024-02-05 09:00:00'),
  (6, '!token', '2026-11-01 00:00:00', 0, 'kernelbot', '', '', '', 0, 1, '2024-05-01 09:00:00'),
  (7, '!ldap', NULL, 0, 'kerning', 'Kerstin', 'Ning', 'kerning@acme.example', 0, 0, '2026-05-04 09:00:00'),
  (8, '!ldap', '2026-10-12 11:00:00', 0, 'omar', 'Omar', 'Haddad', 'omar@acme.example', 0, 0, '2024-01-15 09:00:00'),
  (9, '!ldap', '2025-06-30 16:20:00', 1, 'oldroot', 'Ruth', 'Oldham', 'ruth@acme.example', 1, 0, '2024-01-08 09:00:00'),
  (10, '!ldap', '2026-09-17 13:00:00', 0, 'lena', 'Lena', 'Fischer', 'lena@partner.example', 0, 1, '2026-01-12 09:00:00'),
  (11, '!ldap', '2026-10-28 01:05:00', 0, '山田', '花子', '山田', 'yamada@acme.example', 0, 1, '2025-04-01 09:00:00'),
  (12, '!ldap', NULL, 0, 'דנה', 'דנה', 'לוי', 'dana@partner.example', 0, 1, '2026-02-02 09:00:00'),
  (13, '!ldap', '2026-10-31 10:10:00', 0, 'zoe', 'Zoe' || char(776), 'Ny' || char(769) || 'berg', 'zoe@acme.example', 0, 1, '2025-08-18 09:00:00'),
  (14, '!ldap', '2026-11-02 08:40:00', 0, 'ravi', 'Ravi', 'Menon', 'ravi@acme.example', 0, 1, '2026-11-02 08:00:00'),
  (15, '!ldap', '2026-11-02 06:55:00', 0, 'sam', 'Sam', 'Tran', 'sam@acme.example', 1, 1, '2025-01-20 09:00:00');

INSERT INTO "auth_group" ("id", "name") VALUES
  (1, 'kernel-qe'),
  (2, 'kernel-maintainers'),
  (3, 'release'),
  (4, 'contractors'),
  (5, 'ci'),
  (6, 'support'),
  (7, 'visitors'),
  (8, 'alumni');

INSERT INTO "auth_user_groups" ("id", "user_id", "group_id") VALUES
  (1, 3, 1), (2, 4, 1), (3, 6, 1), (4, 8, 1), (5, 11, 1),
  (6, 4, 2), (7, 8, 2), (8, 13, 2),
  (9, 3, 3), (10, 5, 3),
  (11, 3, 4), (12, 10, 4), (13, 12, 4),
  (14, 6, 5),
  (15, 15, 6),
  (16, 1, 7);

INSERT INTO "django_admin_log" ("id", "object_id", "object_repr", "action_flag", "change_message", "content_type_id", "user_id", "action_time") VALUES
  (1, '3', 'mira', 2, '[{"changed": {"fields": ["Groups"]}}]', 4, 2, '2026-11-02 10:30:00');

-- Model-level grants. They never answer for one object.
WITH wanted(id, holder, app, model, codename) AS (VALUES
  (1, 'kernel-qe', 'datawarehouse', 'checkout', 'view_checkout'),
  (2, 'kernel-qe', 'datawarehouse', 'build', 'view_build'),
  (3, 'kernel-qe', 'datawarehouse', 'test', 'view_test'),
  (4, 'kernel-qe', 'datawarehouse', 'gittree', 'trigger_gittree'),
  (5, 'release', 'file', 'filerepository', 'view_filerepository'),
  (6, 'release', 'file', 'filerepository', 'change_filerepository'),
  (7, 'contractors', 'datawarehouse', 'gittree', 'view_gittree'),
  (8, 'support', 'auth', 'user', 'view_user'),
  (9, 'support', 'auth', 'group', 'view_group'),
  -- Not for anonymous visitors in has_perm, but in django-guardian's list of objects.
  (10, 'visitors', 'file', 'filerepository', 'view_filerepository'),
  (11, 'alumni', 'file', 'filerepository', 'delete_filerepository'))
INSERT INTO "auth_group_permissions" ("id", "group_id", "permission_id")
SELECT w.id, g.id, p.id FROM wanted w, auth_group g, django_content_type t, auth_permission p
WHERE g.name = w.holder AND t.app_label = w.app AND t.model = w.model
  AND p.content_type_id = t.id AND p.codename = w.codename ORDER BY w.id;

WITH wanted(id, holder, app, model, codename) AS (VALUES
  (1, 'sam', 'user_tasks', 'usertaskstatus', 'view_usertaskstatus'),
  (2, 'mira', 'auth', 'user', 'change_user'),
  (3, 'mira', 'file', 'filerepository', 'view_filerepository'),
  (4, 'ines', 'file', 'filerepository', 'modify_repo_content'),
  (5, 'omar', 'file', 'filerepository', 'view_filerepository'),
  (6, 'AnonymousUser', 'file', 'fileremote', 'view_fileremote'))
INSERT INTO "auth_user_user_permissions" ("id", "user_id", "permission_id")
SELECT w.id, u.id, p.id FROM wanted w, auth_user u, django_content_type t, auth_permission p
WHERE u.username = w.holder AND t.app_label = w.app AND t.model = w.model
  AND p.content_type_id = t.id AND p.codename = w.codename ORDER BY w.id;

-- Git trees
INSERT INTO "datawarehouse_gittreepolicy" ("id", "name", "read_group_id", "write_group_id") VALUES
  (1, 'upstream', 1, 2),
  (2, 'open', NULL, NULL),
  (3, 'public-read', NULL, 2),
  (4, 'drop-box', 3, NULL),
  (5, 'embargo', 3, 3),
  (6, 'archived', 1, 8),
  (7, 'draft', 4, 4);
INSERT INTO "datawarehouse_gittree" ("id", "name", "policy_id") VALUES
  (1, 'linux-mainline', 1),
  (2, 'linux-next', 1),
  (3, 'linux-stable', 3),
  (4, 'drm-tip', 1),
  (5, 'rt-experiments', NULL),
  (6, 'sandbox', 2),
  (7, 'crash-uploads', 4),
  (8, 'embargoed-fixes', 5),
  (9, 'linux-2.6', 6),
  (10, 'カーネル-rt', 3);
INSERT INTO "datawarehouse_checkout" ("id", "name", "tree_id") VALUES
  (1, 'v6.18-rc4', 1),
  (2, 'next-20261030', 2),
  (3, 'v6.12.57', 3),
  (4, 'cve-2026-0001', 8),
  (5, 'patch from a mail, of no tree', NULL),
  (6, 'rt-try-3', 5),
  (7, 'play', 6);
INSERT INTO "datawarehouse_build" ("id", "name", "checkout_id") VALUES
  (1, 'v6.18-rc4 x86_64', 1),
  (2, 'v6.18-rc4 aarch64', 1),
  (3, 'v6.12.57 x86_64', 3),
  (4, 'cve-2026-0001 x86_64', 4),
  (5, 'mail patch x86_64', 5),
  (6, 'uploaded, of no checkout', NULL),
  (7, 'play riscv64', 7);
INSERT INTO "datawarehouse_test" ("id", "name", "build_id") VALUES
  (1, 'boot', 1),
  (2, 'ltp', 1),
  (3, 'xfstests', 3),
  (4, 'boot', 4),
  (5, 'boot', 5),
  (6, 'kunit', 6),
  (7, 'sent by hand, of no build', NULL),
  (8, 'boot', 7);

-- Domains, remotes, repositories
INSERT INTO "core_domain" ("pulp_id", "pulp_created", "pulp_last_updated", "name", "pulp_labels", "description", "storage_class", "storage_settings", "redirect_to_object_storage", "hide_guarded_distributions") VALUES
  ('0d000000000040008000000000000001', '2024-01-08 09:00:00', '2024-01-08 09:00:00', 'default', '{}', NULL, 'pulpcore.app.models.storage.FileSystem', '{}', 1, 0),
  ('0d000000000040008000000000000002', '2026-01-12 09:00:00', '2026-01-12 09:00:00', 'partner', '{}', 'What contractors may see', 'pulpcore.app.models.storage.FileSystem', '{}', 1, 0);

WITH wanted(id, type, name, url, domain) AS (VALUES
  ('0e000000000040008000000000000001', 'file.file', 'kernel-org', 'https://cdn.kernel.example/PULP_MANIFEST', 1),
  ('0e000000000040008000000000000002', 'file.file', 'mirror-eu', 'https://eu.mirror.example/PULP_MANIFEST', 1),
  ('0e000000000040008000000000000003', 'file.file', 'partner-feed', 'https://feed.partner.example/PULP_MANIFEST', 2),
  ('0e000000000040008000000000000004', 'file.git', 'kernel-git', 'https://git.kernel.example/linux.git', 1))
INSERT INTO "core_remote" ("pulp_id", "pulp_created", "pulp_last_updated", "pulp_type", "name", "pulp_labels", "url", "tls_validation", "policy", "pulp_domain_id")
SELECT id, '2026-01-12 09:00:00', '2026-01-12 09:00:00', type, name, '{}', url, 1, 'immediate', '0d00000000004000800000000000000' || domain FROM wanted;
INSERT INTO "file_fileremote" ("remote_ptr_id") SELECT "pulp_id" FROM "core_remote" WHERE "pulp_type" = 'file.file';
INSERT INTO "file_filegitremote" ("remote_ptr_id", "git_ref") SELECT "pulp_id", 'HEAD' FROM "core_remote" WHERE "pulp_type" = 'file.git';

WITH wanted(id, name, description, remote, domain) AS (VALUES
  ('0f000000000040008000000000000001', 'web', 'The downloads page', '0e000000000040008000000000000002', 1),
  ('0f000000000040008000000000000002', 'kernel-builds', 'What the lab built', '0e000000000040008000000000000001', 1),
  ('0f000000000040008000000000000003', 'firmware', NULL, NULL, 1),
  -- The same name in the other domain.
  ('0f000000000040008000000000000004', 'firmware', NULL, NULL, 2),
  ('0f000000000040008000000000000005', 'partner-drop', 'Files for contractors', '0e000000000040008000000000000003', 2),
  ('0f000000000040008000000000000006', 'ファームウェア', NULL, NULL, 1),
  -- A hostile name: it would colour the terminal red and turn its own end around.
  ('0f000000000040008000000000000007', 'safe' || char(27) || '[31m' || char(8238) || 'txt.exe', NULL, NULL, 1))
INSERT INTO "core_repository" ("pulp_id", "pulp_created", "pulp_last_updated", "pulp_type", "name", "pulp_labels", "description", "next_version", "user_hidden", "remote_id", "pulp_domain_id")
SELECT id, '2026-01-12 09:00:00', '2026-01-12 09:00:00', 'file.file', name, '{}', description, 1, 0, remote, '0d00000000004000800000000000000' || domain FROM wanted;
INSERT INTO "file_filerepository" ("repository_ptr_id", "manifest", "autopublish", "last_sync_details") SELECT "pulp_id", 'PULP_MANIFEST', 0, '{}' FROM "core_repository";

-- Grants on one object (django-guardian). UUID keys are written with dashes here, without in the tables.
WITH wanted(id, holder, app, model, codename, object) AS (VALUES
  (1, 'mira', 'file', 'filerepository', 'view_filerepository', '0f000000-0000-4000-8000-000000000001'),
  (2, 'mira', 'file', 'filerepository', 'change_filerepository', '0f000000-0000-4000-8000-000000000001'),
  (3, 'mira', 'datawarehouse', 'gittree', 'change_gittree', '1'),
  (4, 'tomas', 'file', 'filegitremote', 'modify_repo_content', '0e000000-0000-4000-8000-000000000004'),
  (5, 'lena', 'file', 'filerepository', 'view_filerepository', '0f000000-0000-4000-8000-000000000005'),
  (6, 'omar', 'file', 'filerepository', 'change_filerepository', '0f000000-0000-4000-8000-000000000002'),
  (7, 'AnonymousUser', 'file', 'filerepository', 'view_filerepository', '0f000000-0000-4000-8000-000000000003'),
  (8, 'zoe', 'auth', 'group', 'change_group', '4'),
  (9, 'kernelbot', 'datawarehouse', 'checkout', 'change_checkout', '1'),
  -- Orphan: checkout 99 is gone, and a new one with its key would bring the grant alive. The text 007 is not the
  -- key of tree 7 for has_perm, although a cast to a number would find it.
  (10, 'kernelbot', 'datawarehouse', 'checkout', 'change_checkout', '99'),
  (11, 'lena', 'datawarehouse', 'gittree', 'view_gittree', '007'),
  (12, 'zoe', 'acme', 'report', 'view_report', '3'))
INSERT INTO "guardian_userobjectpermission" ("id", "object_pk", "content_type_id", "permission_id", "user_id")
SELECT w.id, w.object, t.id, p.id, u.id FROM wanted w, auth_user u, django_content_type t, auth_permission p
WHERE u.username = w.holder AND t.app_label = w.app AND t.model = w.model
  AND p.content_type_id = t.id AND p.codename = w.codename ORDER BY w.id;

WITH wanted(id, holder, app, model, codename, object) AS (VALUES
  (1, 'kernel-qe', 'file', 'filerepository', 'view_filerepository', '0f000000-0000-4000-8000-000000000002'),
  (2, 'kernel-maintainers', 'datawarehouse', 'gittree', 'change_gittree', '2'),
  (3, 'release', 'file', 'filerepository', 'delete_filerepository', '0f000000-0000-4000-8000-000000000001'),
  (4, 'contractors', 'file', 'filerepository', 'view_filerepository', '0f000000-0000-4000-8000-000000000005'),
  (5, 'visitors', 'file', 'fileremote', 'view_fileremote', '0e000000-0000-4000-8000-000000000001'),
  (6, 'alumni', 'file', 'filerepository', 'view_filerepository', '0f000000-0000-4000-8000-000000000001'),
  (7, 'contractors', 'file', 'fileremote', 'view_fileremote', '0e000000-0000-4000-8000-00000000dead'))
INSERT INTO "guardian_groupobjectpermission" ("id", "object_pk", "content_type_id", "permission_id", "group_id")
SELECT w.id, w.object, t.id, p.id, g.id FROM wanted w, auth_group g, django_content_type t, auth_permission p
WHERE g.name = w.holder AND t.app_label = w.app AND t.model = w.model
  AND p.content_type_id = t.id AND p.codename = w.codename ORDER BY w.id;

-- Roles: Pulp's own are locked, the company's are not.
INSERT INTO "core_role" ("pulp_id", "pulp_created", "pulp_last_updated", "name", "description", "locked") VALUES
  ('0a000000000040008000000000000001', '2024-01-08 09:00:00', NULL, 'file.filerepository_owner', NULL, 1),
  ('0a000000000040008000000000000002', '2024-01-08 09:00:00', NULL, 'file.filerepository_creator', NULL, 1),
  ('0a000000000040008000000000000003', '2024-01-08 09:00:00', NULL, 'file.filerepository_viewer', NULL, 1),
  ('0a000000000040008000000000000004', '2024-01-08 09:00:00', NULL, 'file.fileremote_owner', NULL, 1),
  ('0a000000000040008000000000000005', '2024-01-08 09:00:00', NULL, 'file.fileremote_viewer', NULL, 1),
  ('0a000000000040008000000000000006', '2024-01-08 09:00:00', NULL, 'core.domain_owner', NULL, 1),
  ('0a000000000040008000000000000007', '2024-01-08 09:00:00', NULL, 'core.group_owner', NULL, 1),
  ('0a000000000040008000000000000008', '2026-03-02 09:00:00', NULL, 'acme.auditor', 'May look at everything that is published', 0),
  ('0a000000000040008000000000000009', '2026-03-02 09:00:00', NULL, 'acme.people-viewer', 'May look at one person', 0),
  ('0a00000000004000800000000000000a', '2026-03-02 09:00:00', NULL, 'acme.syncer', 'May fetch what is new', 0),
  ('0a00000000004000800000000000000b', '2026-03-02 09:00:00', NULL, 'acme.dormant', 'Nobody holds it', 0),
  ('0a00000000004000800000000000000c', '2026-03-02 09:00:00', NULL, 'acme.empty', 'Gives nothing', 0);
WITH wanted(role, app, model, codename) AS (VALUES
  ('file.filerepository_owner', 'file', 'filerepository', 'view_filerepository'),
  ('file.filerepository_owner', 'file', 'filerepository', 'change_filerepository'),
  ('file.filerepository_owner', 'file', 'filerepository', 'delete_filerepository'),
  ('file.filerepository_owner', 'file', 'filerepository', 'sync_filerepository'),
  ('file.filerepository_owner', 'file', 'filerepository', 'modify_filerepository'),
  ('file.filerepository_owner', 'file', 'filerepository', 'repair_filerepository'),
  ('file.filerepository_owner', 'file', 'filerepository', 'manage_roles_filerepository'),
  ('file.filerepository_creator', 'file', 'filerepository', 'add_filerepository'),
  ('file.filerepository_viewer', 'file', 'filerepository', 'view_filerepository'),
  ('file.fileremote_owner', 'file', 'fileremote', 'view_fileremote'),
  ('file.fileremote_owner', 'file', 'fileremote', 'change_fileremote'),
  ('file.fileremote_owner', 'file', 'fileremote', 'delete_fileremote'),
  ('file.fileremote_owner', 'file', 'fileremote', 'manage_roles_fileremote'),
  ('file.fileremote_viewer', 'file', 'fileremote', 'view_fileremote'),
  ('core.domain_owner', 'core', 'domain', 'view_domain'),
  ('core.domain_owner', 'core', 'domain', 'change_domain'),
  ('core.domain_owner', 'core', 'domain', 'delete_domain'),
  ('core.domain_owner', 'core', 'domain', 'manage_roles_domain'),
  ('core.group_owner', 'core', 'group', 'view_group'),
  ('core.group_owner', 'core', 'group', 'change_group'),
  ('core.group_owner', 'core', 'group', 'delete_group'),
  ('core.group_owner', 'core', 'group', 'manage_roles_group'),
  ('acme.auditor', 'file', 'filerepository', 'view_filerepository'),
  ('acme.auditor', 'file', 'fileremote', 'view_fileremote'),
  ('acme.auditor', 'file', 'filegitremote', 'view_filegitremote'),
  ('acme.people-viewer', 'auth', 'user', 'view_user'),
  ('acme.people-viewer', 'core', 'group', 'view_group'),
  ('acme.syncer', 'file', 'filerepository', 'view_filerepository'),
  ('acme.syncer', 'file', 'filerepository', 'sync_filerepository'),
  ('acme.dormant', 'core', 'accesspolicy', 'change_accesspolicy'))
INSERT INTO "core_role_permissions" ("role_id", "permission_id")
SELECT r.pulp_id, p.id FROM wanted w, core_role r, django_content_type t, auth_permission p
WHERE r.name = w.role AND t.app_label = w.app AND t.model = w.model
  AND p.content_type_id = t.id AND p.codename = w.codename ORDER BY r.pulp_id, p.id;

-- Who holds a role: everywhere, in a domain, or on one object.
WITH wanted(id, holder, role, app, model, object, domain) AS (VALUES
  ('01', 'tomas', 'file.filerepository_owner', NULL, NULL, NULL, NULL),
  ('02', 'mira', 'file.filerepository_owner', 'file', 'filerepository', '0f000000-0000-4000-8000-000000000001', NULL),
  ('03', 'lena', 'file.filerepository_viewer', NULL, NULL, NULL, 'partner'),
  ('04', 'lena', 'file.fileremote_viewer', 'file', 'fileremote', '0e000000-0000-4000-8000-000000000003', NULL),
  -- Assigned twice: two rows.
  ('05', 'ines', 'acme.syncer', 'file', 'filerepository', '0f000000-0000-4000-8000-000000000002', NULL),
  ('06', 'ines', 'acme.syncer', 'file', 'filerepository', '0f000000-0000-4000-8000-000000000002', NULL),
  ('07', 'ines', 'core.domain_owner', 'core', 'domain', '0d000000-0000-4000-8000-000000000002', NULL),
  -- Meant for who was user 7 before kerning; Pulp does not compare the type, so it gives view_group on group 7
  -- (visitors) as well.
  ('08', 'sam', 'acme.people-viewer', 'auth', 'user', '7', NULL),
  -- omar is inactive and keeps it.
  ('09', 'omar', 'file.filerepository_viewer', NULL, NULL, NULL, NULL),
  ('0a', 'kernelbot', 'file.filerepository_creator', NULL, NULL, NULL, 'default'),
  ('0b', 'kernelbot', 'file.filerepository_owner', 'file', 'filerepository', '0f000000-0000-4000-8000-00000000dead', NULL))
INSERT INTO "core_userrole" ("pulp_id", "pulp_created", "pulp_last_updated", "object_id", "content_type_id", "domain_id", "role_id", "user_id")
SELECT '0b0000000000400080000000000000' || w.id, '2026-03-02 09:00:00', '2026-03-02 09:00:00', w.object, t.id, d.pulp_id, r.pulp_id, u.id
FROM wanted w JOIN auth_user u ON u.username = w.holder JOIN core_role r ON r.name = w.role
LEFT JOIN django_content_type t ON t.app_label = w.app AND t.model = w.model
LEFT JOIN core_domain d ON d.name = w.domain ORDER BY w.id;
WITH wanted(id, holder, role, app, model, object, domain) AS (VALUES
  ('01', 'release', 'acme.auditor', NULL, NULL, NULL, NULL),
  ('02', 'support', 'file.fileremote_viewer', NULL, NULL, NULL, NULL),
  ('03', 'contractors', 'file.filerepository_viewer', NULL, NULL, NULL, 'partner'),
  ('04', 'ci', 'acme.syncer', NULL, NULL, NULL, 'default'),
  ('05', 'kernel-qe', 'file.filerepository_viewer', 'file', 'filerepository', '0f000000-0000-4000-8000-000000000002', NULL),
  ('06', 'kernel-maintainers', 'core.group_owner', 'core', 'group', '2', NULL))
INSERT INTO "core_grouprole" ("pulp_id", "pulp_created", "pulp_last_updated", "object_id", "content_type_id", "domain_id", "role_id", "group_id")
SELECT '0c0000000000400080000000000000' || w.id, '2026-03-02 09:00:00', '2026-03-02 09:00:00', w.object, t.id, d.pulp_id, r.pulp_id, g.id
FROM wanted w JOIN auth_group g ON g.name = w.holder JOIN core_role r ON r.name = w.role
LEFT JOIN django_content_type t ON t.app_label = w.app AND t.model = w.model
LEFT JOIN core_domain d ON d.name = w.domain ORDER BY w.id;

-- Access policies of the endpoints
INSERT INTO "core_accesspolicy" ("pulp_id", "pulp_created", "pulp_last_updated", "viewset_name", "customized", "creation_hooks", "queryset_scoping", "statements") VALUES
  -- A person changed this one: contractors may not delete, whatever else they hold.
  ('09000000000040008000000000000001', '2024-01-08 09:00:00', '2026-10-05 14:00:00', 'repositories/file/file', 1,
   '[{"function": "add_roles_for_object_creator", "parameters": {"roles": "file.filerepository_owner"}}, {"function": "add_roles_for_groups", "parameters": {"roles": ["file.filerepository_viewer"], "groups": ["kernel-qe", "release"]}}]',
   '{"function": "scope_queryset"}',
   '[{"action": ["list", "retrieve", "my_permissions"], "principal": "authenticated", "effect": "allow"},
  {"action": "create", "principal": "authenticated", "effect": "allow", "condition": ["has_model_or_domain_perms:file.add_filerepository", "has_remote_param_model_or_domain_or_obj_perms:file.view_fileremote"]},
  {"action": ["update", "partial_update"], "principal": "authenticated", "effect": "allow", "condition_expression": "has_model_or_domain_or_obj_perms:file.change_filerepository and (has_model_or_domain_or_obj_perms:file.view_filerepository or has_model_perms:file.modify_filerepository)"},
  {"action": "destroy", "principal": "authenticated", "effect": "allow", "condition": "has_model_or_domain_or_obj_perms:file.delete_filerepository"},
  {"action": "sync", "principal": ["authenticated"], "effect": "allow", "condition": ["has_model_or_domain_or_obj_perms:file.sync_filerepository", "has_remote_param_obj_perms:file.view_fileremote,file.view_filegitremote"]},
  {"action": ["list_roles", "add_role", "remove_role"], "principal": "authenticated", "effect": "allow", "condition": "has_model_or_domain_or_obj_perms:file.manage_roles_filerepository"},
  {"action": ["destroy", "sync"], "principal": "group:contractors", "effect": "deny"}]'),
  ('09000000000040008000000000000002', '2024-01-08 09:00:00', '2024-01-08 09:00:00', 'remotes/file/file', 0,
   '[{"function": "add_roles_for_object_creator", "parameters": {"roles": "file.fileremote_owner"}}]',
   '{"function": "scope_queryset"}',
   '[{"action": ["list", "retrieve"], "principal": "authenticated", "effect": "allow"}, {"action": "create", "principal": "authenticated", "effect": "allow", "condition": "has_model_or_domain_perms:file.add_fileremote"}, {"action": ["update", "partial_update", "destroy"], "principal": "authenticated", "effect": "allow", "condition": "has_model_or_domain_or_obj_perms:file.change_fileremote"}]'),
  -- No scoping: every git remote is listed. Anybody may look, only staff, tomas and members of kernel-maintainers may
  -- change; what release was meant to have is misspelt.
  ('09000000000040008000000000000003', '2024-01-08 09:00:00', '2026-10-05 14:00:00', 'remotes/file/git', 1,
   '[{"function": "add_roles_for_users", "parameters": {"roles": "acme.auditor", "users": ["ines", "sam"]}}]',
   NULL,
   '[{"action": "<safe_methods>", "principal": "*", "effect": "allow"}, {"action": "<method:patch>", "principal": ["staff", "id:4"], "effect": "allow"}, {"action": "*", "principal": "group:kernel-maintainers", "effect": "allow"}, {"action": "destroy", "principal": "anonymous", "effect": "deny"},
  {"action": "partial_udpate", "principal": "group:release", "effect": "allow"}]'),
  ('09000000000040008000000000000004', '2024-01-08 09:00:00', '2024-01-08 09:00:00', 'groups', 0, NULL, '{"function": "scope_queryset"}',
   '[{"action": ["list", "retrieve"], "principal": "authenticated", "effect": "allow"}, {"action": ["update", "partial_update"], "principal": "authenticated", "effect": "allow", "condition": "has_model_or_obj_perms:core.change_group"}]'),
  ('09000000000040008000000000000005', '2024-01-08 09:00:00', '2024-01-08 09:00:00', 'domains', 0, NULL, '{"function": "scope_queryset"}',
   '[{"action": ["list", "retrieve"], "principal": "authenticated", "effect": "allow"}, {"action": ["update", "destroy"], "principal": "authenticated", "effect": "allow", "condition": "has_model_or_obj_perms:core.change_domain"}]'),
  ('09000000000040008000000000000006', '2024-01-08 09:00:00', '2024-01-08 09:00:00', 'access_policies', 0, NULL, NULL,
   '[{"action": ["list", "retrieve"], "principal": "authenticated", "effect": "allow"}, {"action": "*", "principal": "admin", "effect": "allow"}]'),
  -- A trap: AND is not understood, the text ends at it, and one permission is enough.
  ('09000000000040008000000000000007', '2024-01-08 09:00:00', '2026-10-06 09:00:00', 'content/file/files', 1, NULL, NULL,
   '[{"action": "list", "principal": "authenticated", "effect": "allow", "condition_expression": "has_model_perms:file.view_filerepository AND has_model_perms:file.change_filerepository"}]'),
  -- A condition that only the company''s own code knows.
  ('09000000000040008000000000000008', '2024-01-08 09:00:00', '2026-10-06 09:00:00', 'distributions/file/file', 1, NULL, NULL,
   '[{"action": "*", "principal": "authenticated", "effect": "allow", "condition": "is_office_hours"}]'),
  -- No statements: nobody may do anything.
  ('09000000000040008000000000000009', '2024-01-08 09:00:00', '2024-01-08 09:00:00', 'orphans_cleanup', 0, NULL, NULL, '[]');

-- User tasks
INSERT INTO "user_tasks_usertaskstatus" ("id", "created", "modified", "uuid", "task_id", "is_container", "task_class", "name", "state", "completed_steps", "total_steps", "attempts", "parent_id", "user_id") VALUES
  (1, '2026-11-02 09:20:00', '2026-11-02 09:24:00', '10000000000040008000000000000001', '10000000-0000-4000-8000-0000000000f1', 0, 'acme.tasks.Sync', 'Sync web', 'Succeeded', 3, 3, 1, NULL, 3),
  (2, '2026-11-02 09:30:00', '2026-11-02 09:41:00', '10000000000040008000000000000002', '10000000-0000-4000-8000-0000000000f2', 1, 'acme.tasks.Build', 'Build v6.18-rc4', 'Failed', 1, 2, 1, NULL, 3),
  (3, '2026-11-02 09:31:00', '2026-11-02 09:41:00', '10000000000040008000000000000003', '10000000-0000-4000-8000-0000000000f3', 0, 'acme.tasks.Compile', 'Compile for aarch64', 'Failed', 1, 4, 2, 2, 3),
  (4, '2026-11-02 10:00:00', '2026-11-02 10:05:00', '10000000000040008000000000000004', '10000000-0000-4000-8000-0000000000f4', 0, 'acme.tasks.Bisect', 'Bisect the ltp failure', 'In Progress', 4, 12, 1, NULL, 4),
  (5, '2026-10-12 11:05:00', '2026-10-12 11:06:00', '10000000000040008000000000000005', '10000000-0000-4000-8000-0000000000f5', 0, 'acme.tasks.Export', 'Export test results', 'Canceled', 0, 1, 1, NULL, 8),
  (6, '2026-11-02 10:10:00', '2026-11-02 10:10:00', '10000000000040008000000000000006', '10000000-0000-4000-8000-0000000000f6', 0, 'acme.tasks.Sync', 'Sync partner-drop', 'Pending', 0, 3, 1, NULL, 10),
  (7, '2026-11-01 00:05:00', '2026-11-01 02:05:00', '10000000000040008000000000000007', '10000000-0000-4000-8000-0000000000f7', 0, 'acme.tasks.Sync', 'Nightly sync', 'Retrying', 1, 3, 4, NULL, 6);
INSERT INTO "user_tasks_usertaskartifact" ("id", "created", "modified", "uuid", "name", "file", "text", "url", "status_id") VALUES
  (1, '2026-11-02 09:24:00', '2026-11-02 09:24:00', '20000000000040008000000000000001', 'Output', '', 'added 14 files' || char(10) || 'removed 2 files', '', 1),
  (2, '2026-11-02 09:24:00', '2026-11-02 09:24:00', '20000000000040008000000000000002', 'Published at', '', '', 'https://web.acme.example/2026-11-02/', 1),
  (3, '2026-11-02 09:41:00', '2026-11-02 09:41:00', '20000000000040008000000000000003', 'Build log', 'user_tasks/2026/11/02/build-aarch64.log', '', '', 3),
  (4, '2026-10-12 11:06:00', '2026-10-12 11:06:00', '20000000000040008000000000000004', 'Error', NULL, 'canceled by its owner', '', 5);

-- Sessions, written by Tests/Interop/make_sessions.py. The default key `authorization` caches what a login loaded.
INSERT INTO "django_session" ("session_key", "session_data", "expire_date") VALUES
  -- fresh: what tomas may do now
  ('demotomas02000000000000000000000', '.eJxVjkEKgzAURO-SdZBEY-J32X1PUIrE_G9NWxKISqHi3WvARd3Om3nMyjq7zGO3TJQ6j6xlivH_rLfuRSEDfNrwiIWLYU6-L3KlOOhUXCPS-3J0T4LRTuO-HhAs6tqBVhoboNIIEFoBDEPZ4B4Coai1khU4LQldaSQ5hcLUqnFgd2l2xuS_dvYxsHZliex-7CZ5ySuuuObApbhz9kl-phMwGWzbDwkrSkg:1xNmxU:Oezsy7Ow7tJF9hdPVYi7dPJVuN8eiRi4fpzKRMXY4cI', '2046-11-02 17:12:00'),
  -- stale: mira joined kernel-qe at 10:30, after this login
  ('demomira020000000000000000000000', '.eJxVjssKwjAURP8l61DyapO6dO8XSCn3JsFGJYE0RbD0302lC92emTnMSkZYyjQus89jcOREJKG_DME-fNwDd4d4S41NseSAzV5pjnRuLsn55_no_gkmmKe67gEkU45zjYwLBsZCB7rtoLctGqmllwo5tl4r71A6gaCEYAatdKo3WKW7M-XwhhJSJKeVZA_12FXSjmpqKGcDJa8ciq_wi4Zt-wB9MUha:1xNo5A:gHS0ydFgl1BJhBKbiNHL6NNA_MCz10wDQryc9FytKZQ', '2046-11-02 17:12:00'),
  -- too much: ines has left kernel-maintainers and still writes
  ('demoines300000000000000000000000', '.eJxVjkEKgzAQRe-S9SCJxui47L4nKEViZqxpi4GoFCrevRGEttv3_jxmFa1d5qFdJo6tJ9GIUsAv66x78LgLutvxFjIXxjn6Ltsn2WGn7ByIn6dj-xcY7DSk657QkikdGm2oRs4ridJoxL7Pa0oQmWRptCrQGcXk8kqx0ySrUtcObYruzRD9284-jKJZRWSbHrsUYKCCGpS8gnhFP3OCCnIoQH_Vtn0AflxJ9A:1xMhIK:TnDp9HgZbujOnHHtH5FHGzp3rDxFlSs_cgXtQN2jdso', '2046-11-02 17:12:00'),
  -- expired
  ('demolena170000000000000000000000', '.eJxVjkEKgzAURO-SdQiJxsTvsvueoIjE_G9NWwxEpVDx7o3got2-mXnMxjq3LmO3zpS6gKxhSjL-C3vnnzQdCT7cdI_Cx2lJoRdHRZzpLK4R6XU5u3-C0c1jXg8IDk3lwWiDNVBhJUijAYahqDFDIJSV0aoEbxShL6wir1HaStceXJYezpjCxy0hTqzZWCKXj91KbriSLWfvFBbKwHDb7vsX6qdG7g:1x7Bia:x8MgORyzYP-lP3NhGUftho2NN_jJpbEmj3M6lvswfs4', '2026-10-01 13:00:00'),
  -- of an inactive user: Django no longer accepts it
  ('demoomar120000000000000000000000', '.eJxVjkEKgzAURO-SdZBEY-J32X1PUIrE_G9NWxKISqHi3WvARd3Om3nMyjq7zGO3TJQ6j6xlDeP_WW_di0IG-LThEQsXw5x8X-RKcdCpuEak9-XongSjncZ9PSBY1LUDrTQ2QKURILQCGIaywT0EQlFrJStwWhK60khyCoWpVePA7tLsjMl_7exjYO3KEtn92E3ykldccc2BS3Hn7JP8TCdgMti2HwybSkw:1xGDlA:S0ooAPPnMPiLktclvPhspH8t9uj82nMtPqGB1ujaUfA', '2046-11-02 17:12:00'),
  -- of nobody: a visitor who is not logged in, short enough to stay uncompressed
  ('demovisitor010000000000000000000', 'eyJfbGFuZ3VhZ2UiOiJmciJ9:1xNObo:p271WIvJNG0ncjNEz4_URc3uokt9XSAIwD01PQH1c6I', '2046-11-02 17:12:00'),
  -- signed with another key: readable, not to be trusted
  ('demokernelbot0100000000000000000', '.eJx1jMkKwjAURf8l60fI0Gbo0r1fIFIy2qgkkLYIlv67LXShC7f33HMW1Jt5Gvp5DLVPHnVIIPjerHGPkHfg7ybfCnYlTzVZvF_wQUd8Lj48T8f3JzCYcdhsRQOxLHrijHWNo54wrYPxIqo2tlzb6LQTvuHbSKPkUboooqDWS0UIU1t0b5aa3mZKJaNuQXXzUXehwIBDAy0IkKBAAyVXQK-apvAPr-sHKaBN9w:1xNIzQ:R6pVdd99OcFfnbzHudm3AUzmMtQzz7kDlJLu5EqbrdU', '2046-11-02 17:12:00'),
  -- damaged
  ('demodamaged000000000000000000000', 'this is not a session', '2046-11-02 17:12:00');
