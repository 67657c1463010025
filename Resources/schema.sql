-- An empty authorization database, as `permscope init` makes it. Written by Tests/Interop/make_schema.py.
--
-- The statements are those that the migrations of Django 5.2, django-guardian 3.5 and django-user-tasks 4.0 run
-- on SQLite, so that `manage.py migrate` of a project with these applications finds nothing to do. The
-- datawarehouse tables are git trees, their policies, and what hangs below a tree. The core tables are those of
-- Pulp, which upstream makes on PostgreSQL only: a UUID is char(32), JSON is text. Their migrations are not
-- recorded in django_migrations, because Pulp's own never ran here.
--
-- There is no BEGIN and COMMIT, because whoever runs this has a transaction open already.

-- Migrations and content types
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");

-- Users, groups and permissions
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");

-- The admin's log and sessions
CREATE TABLE "django_admin_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" text NULL, "object_repr" varchar(200) NOT NULL, "action_flag" smallint unsigned NOT NULL CHECK ("action_flag" >= 0), "change_message" text NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "action_time" datetime NOT NULL);
CREATE INDEX "django_admin_log_content_type_id_c4bce8eb" ON "django_admin_log" ("content_type_id");
CREATE INDEX "django_admin_log_user_id_c564eba6" ON "django_admin_log" ("user_id");
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");

-- Object permissions
CREATE TABLE "guardian_groupobjectpermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_pk" varchar(255) NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "guardian_gr_group_i_9e7d12_idx" ON "guardian_groupobjectpermission" ("group_id", "content_type_id", "object_pk");
CREATE INDEX "guardian_gr_permiss_83545c_idx" ON "guardian_groupobjectpermission" ("permission_id", "group_id", "content_type_id", "object_pk");
CREATE INDEX "guardian_groupobjectpermission_content_type_id_7ade36b8" ON "guardian_groupobjectpermission" ("content_type_id");
CREATE INDEX "guardian_groupobjectpermission_group_id_4bbbfb62" ON "guardian_groupobjectpermission" ("group_id");
CREATE UNIQUE INDEX "guardian_groupobjectpermission_group_id_permission_id_object_pk_3f189f7c_uniq" ON "guardian_groupobjectpermission" ("group_id", "permission_id", "object_pk");
CREATE INDEX "guardian_groupobjectpermission_permission_id_36572738" ON "guardian_groupobjectpermission" ("permission_id");
CREATE TABLE "guardian_userobjectpermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_pk" varchar(255) NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "guardian_us_permiss_e5749c_idx" ON "guardian_userobjectpermission" ("permission_id", "user_id", "content_type_id", "object_pk");
CREATE INDEX "guardian_us_user_id_8eae14_idx" ON "guardian_userobjectpermission" ("user_id", "content_type_id", "object_pk");
CREATE INDEX "guardian_userobjectpermission_content_type_id_2e892405" ON "guardian_userobjectpermission" ("content_type_id");
CREATE INDEX "guardian_userobjectpermission_permission_id_71807bfc" ON "guardian_userobjectpermission" ("permission_id");
CREATE INDEX "guardian_userobjectpermission_user_id_d5c1e964" ON "guardian_userobjectpermission" ("user_id");
CREATE UNIQUE INDEX "guardian_userobjectpermission_user_id_permission_id_object_pk_b0b3d2fc_uniq" ON "guardian_userobjectpermission" ("user_id", "permission_id", "object_pk");

-- Git trees
CREATE TABLE "datawarehouse_gittreepolicy" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL UNIQUE, "read_group_id" integer NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "write_group_id" integer NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "datawarehouse_gittreepolicy_read_group_id_20a4c20a" ON "datawarehouse_gittreepolicy" ("read_group_id");
CREATE INDEX "datawarehouse_gittreepolicy_write_group_id_f32c0656" ON "datawarehouse_gittreepolicy" ("write_group_id");
CREATE TABLE "datawarehouse_gittree" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL UNIQUE, "policy_id" integer NULL REFERENCES "datawarehouse_gittreepolicy" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "datawarehouse_gittree_policy_id_672c9891" ON "datawarehouse_gittree" ("policy_id");
CREATE TABLE "datawarehouse_checkout" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL, "tree_id" integer NULL REFERENCES "datawarehouse_gittree" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "datawarehouse_checkout_tree_id_be232303" ON "datawarehouse_checkout" ("tree_id");
CREATE TABLE "datawarehouse_build" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL, "checkout_id" integer NULL REFERENCES "datawarehouse_checkout" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "datawarehouse_build_checkout_id_aaa3f82a" ON "datawarehouse_build" ("checkout_id");
CREATE TABLE "datawarehouse_test" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL, "build_id" integer NULL REFERENCES "datawarehouse_build" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "datawarehouse_test_build_id_0b90a047" ON "datawarehouse_test" ("build_id");

-- User tasks
CREATE TABLE "user_tasks_usertaskstatus" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created" datetime NOT NULL, "modified" datetime NOT NULL, "uuid" char(32) NOT NULL UNIQUE, "task_id" varchar(128) NOT NULL UNIQUE, "is_container" bool NOT NULL, "task_class" varchar(128) NOT NULL, "name" varchar(255) NOT NULL, "state" varchar(128) NOT NULL, "completed_steps" smallint unsigned NOT NULL CHECK ("completed_steps" >= 0), "total_steps" smallint unsigned NOT NULL CHECK ("total_steps" >= 0), "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "parent_id" integer NULL REFERENCES "user_tasks_usertaskstatus" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "user_tasks_usertaskstatus_parent_id_5009f727" ON "user_tasks_usertaskstatus" ("parent_id");
CREATE INDEX "user_tasks_usertaskstatus_user_id_5bec3d4a" ON "user_tasks_usertaskstatus" ("user_id");
CREATE TABLE "user_tasks_usertaskartifact" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created" datetime NOT NULL, "modified" datetime NOT NULL, "uuid" char(32) NOT NULL UNIQUE, "name" varchar(255) NOT NULL, "file" varchar(100) NULL, "text" text NOT NULL, "status_id" integer NOT NULL REFERENCES "user_tasks_usertaskstatus" ("id") DEFERRABLE INITIALLY DEFERRED, "url" text NOT NULL);
CREATE INDEX "user_tasks_usertaskartifact_status_id_641f31be" ON "user_tasks_usertaskartifact" ("status_id");

-- Roles and access policies
CREATE TABLE "core_domain" ("pulp_id" char(32) NOT NULL PRIMARY KEY, "pulp_created" datetime NOT NULL, "pulp_last_updated" datetime NULL, "name" varchar(50) NOT NULL UNIQUE, "pulp_labels" text NOT NULL CHECK ((JSON_VALID("pulp_labels") OR "pulp_labels" IS NULL)), "description" text NULL, "storage_class" text NOT NULL, "storage_settings" text NOT NULL CHECK ((JSON_VALID("storage_settings") OR "storage_settings" IS NULL)), "redirect_to_object_storage" bool NOT NULL, "hide_guarded_distributions" bool NOT NULL, "default_content_guard_id" char(32) NULL);
CREATE INDEX "core_domain_default_content_guard_id_7d14cf9d" ON "core_domain" ("default_content_guard_id");
CREATE TABLE "core_accesspolicy" ("pulp_id" char(32) NOT NULL PRIMARY KEY, "pulp_created" datetime NOT NULL, "pulp_last_updated" datetime NULL, "creation_hooks" text NULL CHECK ((JSON_VALID("creation_hooks") OR "creation_hooks" IS NULL)), "statements" text NOT NULL CHECK ((JSON_VALID("statements") OR "statements" IS NULL)), "viewset_name" text NOT NULL UNIQUE, "customized" bool NOT NULL, "queryset_scoping" text NULL CHECK ((JSON_VALID("queryset_scoping") OR "queryset_scoping" IS NULL)));
CREATE TABLE "core_role" ("pulp_id" char(32) NOT NULL PRIMARY KEY, "pulp_created" datetime NOT NULL, "pulp_last_updated" datetime NULL, "name" text NOT NULL UNIQUE, "description" text NULL, "locked" bool NOT NULL);
CREATE TABLE "core_role_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role_id" char(32) NOT NULL REFERENCES "core_role" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "core_role_permissions_permission_id_9e3ab8cb" ON "core_role_permissions" ("permission_id");
CREATE INDEX "core_role_permissions_role_id_cf9329dc" ON "core_role_permissions" ("role_id");
CREATE UNIQUE INDEX "core_role_permissions_role_id_permission_id_2896efdb_uniq" ON "core_role_permissions" ("role_id", "permission_id");
CREATE TABLE "core_userrole" ("pulp_id" char(32) NOT NULL PRIMARY KEY, "pulp_created" datetime NOT NULL, "pulp_last_updated" datetime NULL, "object_id" text NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "domain_id" char(32) NULL REFERENCES "core_domain" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "role_id" char(32) NOT NULL REFERENCES "core_role" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "core_userro_content_5c0477_idx" ON "core_userrole" ("content_type_id", "object_id");
CREATE INDEX "core_userro_object__adb04a_idx" ON "core_userrole" ("object_id");
CREATE INDEX "core_userrole_content_type_id_a2ff8402" ON "core_userrole" ("content_type_id");
CREATE INDEX "core_userrole_domain_id_f78b1c11" ON "core_userrole" ("domain_id");
CREATE INDEX "core_userrole_role_id_8272b20d" ON "core_userrole" ("role_id");
CREATE INDEX "core_userrole_user_id_aca63c51" ON "core_userrole" ("user_id");
CREATE UNIQUE INDEX "core_userrole_user_id_role_id_content_type_id_object_id_domain_id_cbfdaacc_uniq" ON "core_userrole" ("user_id", "role_id", "content_type_id", "object_id", "domain_id");
CREATE TABLE "core_grouprole" ("pulp_id" char(32) NOT NULL PRIMARY KEY, "pulp_created" datetime NOT NULL, "pulp_last_updated" datetime NULL, "object_id" text NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "domain_id" char(32) NULL REFERENCES "core_domain" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "role_id" char(32) NOT NULL REFERENCES "core_role" ("pulp_id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "core_groupr_content_ea7d37_idx" ON "core_grouprole" ("content_type_id", "object_id");
CREATE INDEX "core_groupr_object__250e22_idx" ON "core_grouprole" ("object_id");
CREATE INDEX "core_grouprole_content_type_id_a80c1cfc" ON "core_grouprole" ("content_type_id");
CREATE INDEX "core_grouprole_domain_id_9644db4b" ON "core_grouprole" ("domain_id");
CREATE INDEX "core_grouprole_group_id_09264d71" ON "core_grouprole" ("group_id");
CREATE UNIQUE INDEX "core_grouprole_group_id_role_id_content_type_id_object_id_domain_id_ee085d6b_uniq" ON "core_grouprole" ("group_id", "role_id", "content_type_id", "object_id", "domain_id");
CREATE INDEX "core_grouprole_role_id_3c2c3564" ON "core_grouprole" ("role_id");

-- The migrations that made these tables.
INSERT INTO "django_migrations" ("app", "name", "applied") VALUES
  ('contenttypes', '0001_initial', '2026-01-01 00:00:00'),
  ('auth', '0001_initial', '2026-01-01 00:00:00'),
  ('admin', '0001_initial', '2026-01-01 00:00:00'),
  ('admin', '0002_logentry_remove_auto_add', '2026-01-01 00:00:00'),
  ('admin', '0003_logentry_add_action_flag_choices', '2026-01-01 00:00:00'),
  ('contenttypes', '0002_remove_content_type_name', '2026-01-01 00:00:00'),
  ('auth', '0002_alter_permission_name_max_length', '2026-01-01 00:00:00'),
  ('auth', '0003_alter_user_email_max_length', '2026-01-01 00:00:00'),
  ('auth', '0004_alter_user_username_opts', '2026-01-01 00:00:00'),
  ('auth', '0005_alter_user_last_login_null', '2026-01-01 00:00:00'),
  ('auth', '0006_require_contenttypes_0002', '2026-01-01 00:00:00'),
  ('auth', '0007_alter_validators_add_error_messages', '2026-01-01 00:00:00'),
  ('auth', '0008_alter_user_username_max_length', '2026-01-01 00:00:00'),
  ('auth', '0009_alter_user_last_name_max_length', '2026-01-01 00:00:00'),
  ('auth', '0010_alter_group_name_max_length', '2026-01-01 00:00:00'),
  ('auth', '0011_update_proxy_permissions', '2026-01-01 00:00:00'),
  ('auth', '0012_alter_user_first_name_max_length', '2026-01-01 00:00:00'),
  ('datawarehouse', '0001_initial', '2026-01-01 00:00:00'),
  ('guardian', '0001_initial', '2026-01-01 00:00:00'),
  ('guardian', '0002_generic_permissions_index', '2026-01-01 00:00:00'),
  ('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more', '2026-01-01 00:00:00'),
  ('sessions', '0001_initial', '2026-01-01 00:00:00'),
  ('user_tasks', '0001_initial', '2026-01-01 00:00:00'),
  ('user_tasks', '0002_artifact_file_storage', '2026-01-01 00:00:00'),
  ('user_tasks', '0003_url_max_length', '2026-01-01 00:00:00'),
  ('user_tasks', '0004_url_textfield', '2026-01-01 00:00:00'),
  ('user_tasks', '0005_mariadb_uuid_conversion', '2026-01-01 00:00:00');

-- Every model, and the permissions that migrating gives it.
INSERT INTO "django_content_type" ("id", "app_label", "model") VALUES
  (1, 'admin', 'logentry'),
  (2, 'auth', 'permission'),
  (3, 'auth', 'group'),
  (4, 'auth', 'user'),
  (5, 'contenttypes', 'contenttype'),
  (6, 'sessions', 'session'),
  (7, 'guardian', 'groupobjectpermission'),
  (8, 'guardian', 'userobjectpermission'),
  (9, 'user_tasks', 'usertaskartifact'),
  (10, 'user_tasks', 'usertaskstatus'),
  (11, 'datawarehouse', 'gittreepolicy'),
  (12, 'datawarehouse', 'gittree'),
  (13, 'datawarehouse', 'checkout'),
  (14, 'datawarehouse', 'build'),
  (15, 'datawarehouse', 'test'),
  (16, 'core', 'accesspolicy'),
  (17, 'core', 'domain'),
  (18, 'core', 'group'),
  (19, 'core', 'role'),
  (20, 'core', 'userrole'),
  (21, 'core', 'grouprole');
INSERT INTO "auth_permission" ("id", "content_type_id", "codename", "name") VALUES
  (1, 1, 'add_logentry', 'Can add log entry'),
  (2, 1, 'change_logentry', 'Can change log entry'),
  (3, 1, 'delete_logentry', 'Can delete log entry'),
  (4, 1, 'view_logentry', 'Can view log entry'),
  (5, 2, 'add_permission', 'Can add permission'),
  (6, 2, 'change_permission', 'Can change permission'),
  (7, 2, 'delete_permission', 'Can delete permission'),
  (8, 2, 'view_permission', 'Can view permission'),
  (9, 3, 'add_group', 'Can add group'),
  (10, 3, 'change_group', 'Can change group'),
  (11, 3, 'delete_group', 'Can delete group'),
  (12, 3, 'view_group', 'Can view group'),
  (13, 4, 'add_user', 'Can add user'),
  (14, 4, 'change_user', 'Can change user'),
  (15, 4, 'delete_user', 'Can delete user'),
  (16, 4, 'view_user', 'Can view user'),
  (17, 5, 'add_contenttype', 'Can add content type'),
  (18, 5, 'change_contenttype', 'Can change content type'),
  (19, 5, 'delete_contenttype', 'Can delete content type'),
  (20, 5, 'view_contenttype', 'Can view content type'),
  (21, 6, 'add_session', 'Can add session'),
  (22, 6, 'change_session', 'Can change session'),
  (23, 6, 'delete_session', 'Can delete session'),
  (24, 6, 'view_session', 'Can view session'),
  (25, 7, 'add_groupobjectpermission', 'Can add group object permission'),
  (26, 7, 'change_groupobjectpermission', 'Can change group object permission'),
  (27, 7, 'delete_groupobjectpermission', 'Can delete group object permission'),
  (28, 7, 'view_groupobjectpermission', 'Can view group object permission'),
  (29, 8, 'add_userobjectpermission', 'Can add user object permission'),
  (30, 8, 'change_userobjectpermission', 'Can change user object permission'),
  (31, 8, 'delete_userobjectpermission', 'Can delete user object permission'),
  (32, 8, 'view_userobjectpermission', 'Can view user object permission'),
  (33, 9, 'add_usertaskartifact', 'Can add user task artifact'),
  (34, 9, 'change_usertaskartifact', 'Can change user task artifact'),
  (35, 9, 'delete_usertaskartifact', 'Can delete user task artifact'),
  (36, 9, 'view_usertaskartifact', 'Can view user task artifact'),
  (37, 10, 'add_usertaskstatus', 'Can add user task status'),
  (38, 10, 'change_usertaskstatus', 'Can change user task status'),
  (39, 10, 'delete_usertaskstatus', 'Can delete user task status'),
  (40, 10, 'view_usertaskstatus', 'Can view user task status'),
  (41, 11, 'add_gittreepolicy', 'Can add git tree policy'),
  (42, 11, 'change_gittreepolicy', 'Can change git tree policy'),
  (43, 11, 'delete_gittreepolicy', 'Can delete git tree policy'),
  (44, 11, 'view_gittreepolicy', 'Can view git tree policy'),
  (45, 12, 'add_gittree', 'Can add git tree'),
  (46, 12, 'change_gittree', 'Can change git tree'),
  (47, 12, 'delete_gittree', 'Can delete git tree'),
  (48, 12, 'view_gittree', 'Can view git tree'),
  (49, 13, 'add_checkout', 'Can add checkout'),
  (50, 13, 'change_checkout', 'Can change checkout'),
  (51, 13, 'delete_checkout', 'Can delete checkout'),
  (52, 13, 'view_checkout', 'Can view checkout'),
  (53, 14, 'add_build', 'Can add build'),
  (54, 14, 'change_build', 'Can change build'),
  (55, 14, 'delete_build', 'Can delete build'),
  (56, 14, 'view_build', 'Can view build'),
  (57, 15, 'add_test', 'Can add test'),
  (58, 15, 'change_test', 'Can change test'),
  (59, 15, 'delete_test', 'Can delete test'),
  (60, 15, 'view_test', 'Can view test'),
  (61, 16, 'add_accesspolicy', 'Can add access policy'),
  (62, 16, 'change_accesspolicy', 'Can change access policy'),
  (63, 16, 'delete_accesspolicy', 'Can delete access policy'),
  (64, 16, 'view_accesspolicy', 'Can view access policy'),
  (65, 17, 'add_domain', 'Can add domain'),
  (66, 17, 'change_domain', 'Can change domain'),
  (67, 17, 'delete_domain', 'Can delete domain'),
  (68, 17, 'view_domain', 'Can view domain'),
  (69, 17, 'manage_roles_domain', 'Can manage role assignments on domain'),
  (70, 18, 'add_group', 'Can add group'),
  (71, 18, 'change_group', 'Can change group'),
  (72, 18, 'delete_group', 'Can delete group'),
  (73, 18, 'view_group', 'Can view group'),
  (74, 18, 'manage_roles_group', 'Can manage role assignments on group'),
  (75, 19, 'add_role', 'Can add role'),
  (76, 19, 'change_role', 'Can change role'),
  (77, 19, 'delete_role', 'Can delete role'),
  (78, 19, 'view_role', 'Can view role'),
  (79, 20, 'add_userrole', 'Can add user role'),
  (80, 20, 'change_userrole', 'Can change user role'),
  (81, 20, 'delete_userrole', 'Can delete user role'),
  (82, 20, 'view_userrole', 'Can view user role'),
  (83, 21, 'add_grouprole', 'Can add group role'),
  (84, 21, 'change_grouprole', 'Can change group role'),
  (85, 21, 'delete_grouprole', 'Can delete group role'),
  (86, 21, 'view_grouprole', 'Can view group role');

-- The row that stands for everybody who is not logged in (django-guardian).
INSERT INTO "auth_user" ("password", "last_login", "is_superuser", "username", "last_name", "email", "is_staff", "is_active", "date_joined", "first_name") VALUES
  ('!anonymous', NULL, 0, 'AnonymousUser', '', '', 0, 1, '2026-01-01 00:00:00', '');
