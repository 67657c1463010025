-- Rows on top of the sample organisation for questions about `core.group`, a proxy of `auth.group`.
-- Content types: 3 is auth.group, 18 is core.group. Permissions: 10 change, 11 delete, 12 view of auth.group,
-- 71 to 73 the same of core.group.
-- A permission that only the model behind the proxy has.
INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES (9001, 3, 'audit_group', 'Can audit group');
INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES
  ('5', 3, 10, 3), ('5', 3, 9001, 3), ('6', 3, 12, 3), ('5', 3, 10, 7), ('6', 3, 12, 1), ('5', 3, 9001, 4),
  ('99', 3, 10, 4);
INSERT INTO guardian_groupobjectpermission (object_pk, content_type_id, permission_id, group_id) VALUES
  ('5', 3, 12, 3), ('6', 3, 10, 3), ('6', 3, 9001, 5);
-- Rows that another program may leave and guardian never writes: the proxy's permission, its content type, or both.
INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id) VALUES
  ('6', 18, 73, 13), ('6', 3, 73, 15), ('6', 18, 12, 14);
-- Model level keeps the two apart: ines has the proxy's permission, lena the other one.
INSERT INTO auth_user_user_permissions (user_id, permission_id) VALUES (5, 71), (10, 10);
INSERT INTO auth_group_permissions (group_id, permission_id) VALUES (5, 72), (6, 11);
