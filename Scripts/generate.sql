-- Fills an empty database (schema.sql) with users and grants. Run by Scripts/generate, which gives the sizes in the
-- temporary table asked(users, grants). The same sizes give the same rows: nothing is random, numbers are scattered
-- by multiplying with large primes.
--
--   users    user000001 …; one in 20 inactive, one in 50 staff, one in 5,000 a superuser; the key is the number + 1
--   groups   users / 50, at least 10; every user is in about three, a few groups are large
--   objects  as many as users, at least 1,000, in one type with integer keys: file.filerepository
--   trees    users / 100, at least 1,000, with a tenth as many policies, checkouts, builds and tests
--   company  a policy over as many trees again, read by the group `staff`: a tenth of the users; a group `interns` of
--            the same size shares half of them
--   grants   60 % on objects to users, 25 % on objects to groups, 10 % at model level, 5 % roles. Few objects, users and
--            groups have many. What can't be placed without repeating itself (too few groups) goes to users.
--
-- Memberships are not counted as grants. The statistics of ANALYZE are left out, because Django never makes them.

BEGIN;

CREATE TABLE "file_filerepository" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" text NOT NULL UNIQUE, "description" text NULL);
INSERT INTO "django_content_type" ("app_label", "model") VALUES ('file', 'filerepository');
INSERT INTO "auth_permission" ("content_type_id", "codename", "name")
SELECT t.id, c.column1, c.column2 FROM django_content_type t, (VALUES
  ('add_filerepository', 'Can add file repository'),
  ('change_filerepository', 'Can change file repository'),
  ('delete_filerepository', 'Can delete file repository'),
  ('view_filerepository', 'Can view file repository'),
  ('modify_repo_content', 'Modify Repository Content')) c
WHERE t.app_label = 'file';

-- Counts. `cells` is the number of pairs of an object and one of four permissions (the last four made above).
CREATE TEMP TABLE size AS
SELECT users, max(10, users / 50) AS groups, max(1000, users) AS objects, 4 * max(1000, users) AS cells,
  max(1000, users / 100) AS trees, max(100, users / 1000) AS policies, grants,
  (SELECT max(id) - 3 FROM auth_permission) AS first_permission, (SELECT max(id) FROM auth_permission) AS permissions,
  (SELECT id FROM django_content_type WHERE app_label = 'file') AS type
FROM asked;
-- A step that has no divisor in common with the number of users (groups, cells) visits all of them before it repeats.
CREATE TEMP TABLE step AS
SELECT
  (SELECT min(column1) FROM (VALUES (7919), (7927), (7933), (7937)) WHERE users % column1 > 0) AS users,
  (SELECT min(column1) FROM (VALUES (13), (17), (19), (23), (29), (31)) WHERE cells % column1 > 0) AS cells
FROM size;
CREATE TEMP TABLE share AS
SELECT
  min(grants * 25 / 100, groups * cells / 4) AS group_objects,
  min(grants * 8 / 100, users * 40) AS user_models,
  min(grants * 2 / 100, groups * 40) AS group_models,
  grants * 35 / 1000 AS user_roles,
  grants * 15 / 1000 AS group_roles
FROM size;
ALTER TABLE share ADD COLUMN user_objects;
UPDATE share SET user_objects = min(
  (SELECT grants FROM size) - group_objects - user_models - group_models - user_roles - group_roles,
  (SELECT users * cells / 4 FROM size));
-- One grant in five belongs to a heavy holder: one user in a hundred, one group in fifty, or as many as it takes.
CREATE TEMP TABLE heavy AS
SELECT max(1, users / 100, user_objects / 5 * 2 / cells + 1) AS users,
  max(1, groups / 50, group_objects / 5 * 2 / cells + 1) AS groups FROM size, share;

-- People, groups, memberships
CREATE TEMP TABLE first_name AS SELECT column1 AS name, row_number() OVER () - 1 AS number FROM (VALUES
  ('Ada'), ('Björn'), ('Chen'), ('Dalia'), ('Emeka'), ('Fatima'), ('Grace'), ('Hugo'), ('Inês'), ('José'), ('Katya'),
  ('Lwazi'), ('Mira'), ('Nguyễn'), ('Omar'), ('Priya'), ('Quentin'), ('Rosa'), ('Siân'), ('Tomáš'), ('Ursula'), ('花子'), ('Zoë'));
CREATE TEMP TABLE last_name AS SELECT column1 AS name, row_number() OVER () - 1 AS number FROM (VALUES
  ('Andersson'), ('Bauer'), ('Costa'), ('Diallo'), ('Eriksen'), ('Fischer'), ('García'), ('Haddad'), ('Ivanova'), ('Jansen'),
  ('Kowalski'), ('Lindqvist'), ('Müller'), ('Novák'), ('Okafor'), ('Park'), ('Rossi'), ('Singh'), ('Tanaka'), ('Öztürk'), ('Vargas'),
  ('Williams'), ('山田'), ('Łukasz'), ('Yılmaz'), ('Zhang'), ('O''Brien'), ('van den Berg'), ('Ó Dálaigh'));
CREATE UNIQUE INDEX temp.first_name_number ON first_name(number);
CREATE UNIQUE INDEX temp.last_name_number ON last_name(number);

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT users FROM size))
INSERT INTO "auth_user" ("password", "last_login", "is_superuser", "username", "last_name", "email", "is_staff", "is_active", "date_joined", "first_name")
SELECT '!', CASE WHEN i % 7 > 0 THEN datetime(1790000000 - i * 40503 % 20000000, 'unixepoch') END, i % 5000 = 7,
  printf('user%06d', i), l.name, printf('user%06d@example.org', i), i % 50 = 3, i % 20 <> 11,
  datetime(1700000000 + i * 48271 % 60000000, 'unixepoch'), f.name
FROM n CROSS JOIN first_name f CROSS JOIN last_name l
WHERE f.number = i % 23 AND l.number = i / 23 % 29;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT groups FROM size))
INSERT INTO "auth_group" ("name") SELECT printf('group%05d', i) FROM n;

-- The second group lies up to half the groups behind the first, the third as much behind the second: never the same.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT users FROM size)),
  scattered(i, groups, a, b, c) AS (
    SELECT i, groups, i * 2654435761 % 4294967296 / 4294967296.0, i * 2246822519 % 4294967296 / 4294967296.0,
      i * 3266489917 % 4294967296 / 4294967296.0 FROM n, size),
  placed(i, groups, a, b, c) AS (
    SELECT i, groups, CAST(groups * a * a AS integer), 1 + CAST((groups - 1) / 2 * b AS integer),
      1 + CAST((groups - 1) / 2 * c AS integer) FROM scattered),
  third(k) AS (VALUES (0), (1), (2))
INSERT INTO "auth_user_groups" ("user_id", "group_id")
SELECT i + 1, 1 + (a + CASE k WHEN 0 THEN 0 WHEN 1 THEN b ELSE b + c END) % groups
FROM placed CROSS JOIN third WHERE k = 0 OR i % 10 > 0;

-- Objects and trees
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT objects FROM size))
INSERT INTO "file_filerepository" ("name", "description")
SELECT printf('repository-%07d', i), CASE i % 3 WHEN 0 THEN 'Builds of branch ' || i % 100 END FROM n;

-- Of five policies one is read by anyone and one is written by anyone.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT policies FROM size))
INSERT INTO "datawarehouse_gittreepolicy" ("name", "read_group_id", "write_group_id")
SELECT printf('policy-%05d', i), CASE WHEN i % 5 <> 1 THEN 1 + i * 7919 % groups END,
  CASE WHEN i % 5 <> 2 THEN 1 + i * 104729 % groups END FROM n, size;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT trees FROM size))
INSERT INTO "datawarehouse_gittree" ("name", "policy_id")
SELECT printf('tree-%06d', i), CASE WHEN i % 10 > 0 THEN 1 + i * 2654435761 % policies END FROM n, size;
-- The policy that a preview of a large change is measured on.
INSERT INTO "auth_group" ("name") VALUES ('staff'), ('interns');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT users FROM size))
INSERT INTO "auth_user_groups" ("user_id", "group_id")
SELECT i + 1, g.id FROM n CROSS JOIN auth_group g WHERE (g.name = 'staff' AND i % 10 = 0) OR (g.name = 'interns' AND i % 20 IN (0, 5));
INSERT INTO "datawarehouse_gittreepolicy" ("name", "read_group_id", "write_group_id")
SELECT 'company', s.id, s.id FROM auth_group s WHERE s.name = 'staff';
INSERT INTO "datawarehouse_gittree" ("name", "policy_id")
SELECT 'company-' || t.name, p.id FROM datawarehouse_gittree t CROSS JOIN datawarehouse_gittreepolicy p WHERE p.name = 'company';
INSERT INTO "datawarehouse_checkout" ("name", "tree_id")
SELECT t.name || ' v6.' || k.column1, CASE WHEN t.id % 50 > 0 THEN t.id END
FROM datawarehouse_gittree t, (VALUES (12), (18)) k ORDER BY t.id;
INSERT INTO "datawarehouse_build" ("name", "checkout_id")
SELECT c.name || ' ' || k.column1, c.id FROM datawarehouse_checkout c, (VALUES ('aarch64'), ('x86_64')) k ORDER BY c.id;
INSERT INTO "datawarehouse_test" ("name", "build_id")
SELECT k.column1, b.id FROM datawarehouse_build b, (VALUES ('boot'), ('ltp')) k ORDER BY b.id;

-- Grants on objects. Holder h's j-th grant is cell (start(h) + j * step), so no two are the same; start is skewed, so
-- that the first objects are the popular ones. Four fifths go round over all holders, the rest to the heavy ones.
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT user_objects FROM share)),
  part(evenly, rounds, heavy, stride) AS (
    SELECT user_objects * 4 / 5, user_objects * 4 / 5 / size.users + 1, heavy.users, size.users / heavy.users FROM share, size, heavy),
  held(h, j) AS (
    SELECT CASE WHEN i < evenly THEN i * step.users % size.users ELSE i % heavy * stride END,
      CASE WHEN i < evenly THEN i / size.users ELSE rounds + (i - evenly) / heavy + 1 END
    FROM n, part, size, step),
  placed(h, cell) AS (
    SELECT h, (CAST(size.cells * (h * 2654435761 % 4294967296 / 4294967296.0) * (h * 2654435761 % 4294967296 / 4294967296.0)
      * (h * 2654435761 % 4294967296 / 4294967296.0) AS integer) + j * step.cells) % size.cells FROM held, size, step)
INSERT INTO "guardian_userobjectpermission" ("object_pk", "content_type_id", "permission_id", "user_id")
SELECT 1 + cell / 4, type, first_permission + cell % 4, h + 2 FROM placed, size
WHERE (SELECT user_objects FROM share) > 0;

WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT group_objects FROM share)),
  part(evenly, rounds, heavy, stride) AS (
    SELECT group_objects * 4 / 5, group_objects * 4 / 5 / size.groups + 1, heavy.groups, size.groups / heavy.groups FROM share, size, heavy),
  held(h, j) AS (
    SELECT CASE WHEN i < evenly THEN i % size.groups ELSE i % heavy * stride END,
      CASE WHEN i < evenly THEN i / size.groups ELSE rounds + (i - evenly) / heavy + 1 END
    FROM n, part, size),
  placed(h, cell) AS (
    SELECT h, (CAST(size.cells * (h * 3266489917 % 4294967296 / 4294967296.0) * (h * 3266489917 % 4294967296 / 4294967296.0)
      AS integer) + j * step.cells) % size.cells FROM held, size, step)
INSERT INTO "guardian_groupobjectpermission" ("object_pk", "content_type_id", "group_id", "permission_id")
SELECT 1 + cell / 4, type, h + 1, first_permission + cell % 4 FROM placed, size
WHERE (SELECT group_objects FROM share) > 0;

-- Grants at model level
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT user_models FROM share))
INSERT INTO "auth_user_user_permissions" ("user_id", "permission_id")
SELECT 2 + i * step.users % size.users, 1 + (i * step.users % size.users * 40503 + i / size.users) % permissions
FROM n, size, step WHERE (SELECT user_models FROM share) > 0;
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT group_models FROM share))
INSERT INTO "auth_group_permissions" ("group_id", "permission_id")
SELECT 1 + i % groups, 1 + (i % groups * 48271 + i / groups) % permissions FROM n, size
WHERE (SELECT group_models FROM share) > 0;

-- Roles: 40 of them, every fourth locked; of 20 assignments one is global, one in a domain, the others on an object.
INSERT INTO "core_domain" ("pulp_id", "pulp_created", "name", "pulp_labels", "storage_class", "storage_settings", "redirect_to_object_storage", "hide_guarded_distributions")
SELECT printf('0d%030x', k.column1), '2026-01-01 00:00:00', k.column2, '{}', 'pulpcore.app.models.storage.FileSystem', '{}', 1, 0
FROM (VALUES (1, 'default'), (2, 'partner')) k;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO "core_role" ("pulp_id", "pulp_created", "name", "locked")
SELECT printf('0a%030x', i), '2026-01-01 00:00:00', printf('file.role%02d', i), i % 4 = 0 FROM n;
INSERT INTO "core_role_permissions" ("role_id", "permission_id")
SELECT r.pulp_id, p.id FROM core_role r, auth_permission p, size
WHERE p.id >= first_permission AND (r.rowid + p.id) % 3 > 0
UNION ALL SELECT r.pulp_id, 1 + (r.rowid * 7 + k.column1) % (first_permission - 2) FROM core_role r, size, (VALUES (0), (1), (2)) k;

WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT user_roles FROM share))
INSERT INTO "core_userrole" ("pulp_id", "pulp_created", "object_id", "content_type_id", "domain_id", "role_id", "user_id")
SELECT printf('0b%030x', i), '2026-01-01 00:00:00',
  CASE WHEN i % 20 > 1 THEN CAST(1 + (i * 2654435761 % 4294967296) * objects / 4294967296 AS text) END,
  CASE WHEN i % 20 > 1 THEN type END, CASE WHEN i % 20 = 1 THEN printf('0d%030x', 1 + i / 20 % 2) END,
  printf('0a%030x', 1 + i * 7919 % 40), 2 + i * step.users % size.users
FROM n, size, step WHERE (SELECT user_roles FROM share) > 0;
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < (SELECT group_roles FROM share))
INSERT INTO "core_grouprole" ("pulp_id", "pulp_created", "object_id", "content_type_id", "domain_id", "role_id", "group_id")
SELECT printf('0c%030x', i), '2026-01-01 00:00:00',
  CASE WHEN i % 20 > 1 THEN CAST(1 + (i * 2246822519 % 4294967296) * objects / 4294967296 AS text) END,
  CASE WHEN i % 20 > 1 THEN type END, CASE WHEN i % 20 = 1 THEN printf('0d%030x', 1 + i / 20 % 2) END,
  printf('0a%030x', 1 + i * 104729 % 40), 1 + i % groups
FROM n, size WHERE (SELECT group_roles FROM share) > 0;

-- Tasks: one user in twenty started one, every other one has an artifact.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT max(1, users / 20) FROM size))
INSERT INTO "user_tasks_usertaskstatus" ("created", "modified", "uuid", "task_id", "is_container", "task_class", "name", "state", "completed_steps", "total_steps", "attempts", "user_id")
SELECT '2026-01-01 00:00:00', '2026-01-01 00:00:00', printf('10%030x', i), printf('task-%d', i), 0, 'file.tasks.Sync',
  'Sync ' || i, CASE i % 3 WHEN 0 THEN 'Succeeded' WHEN 1 THEN 'Failed' ELSE 'In Progress' END, 1, 3, 1, 1 + i * 20
FROM n WHERE 1 + i * 20 <= (SELECT users + 1 FROM size);
INSERT INTO "user_tasks_usertaskartifact" ("created", "modified", "uuid", "name", "text", "url", "status_id")
SELECT created, modified, printf('20%030x', id), 'Output', 'done', '', id FROM user_tasks_usertaskstatus WHERE id % 2 = 0;

COMMIT;
