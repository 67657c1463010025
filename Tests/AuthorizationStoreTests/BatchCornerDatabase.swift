/// A database that has one row for each corner of the real libraries.
enum BatchCornerDatabase {
  /// An app `shelf` with boxes (integer keys) and crates (UUIDs), people, and grants.
  static let statements = """
    DELETE FROM auth_user;
    CREATE TABLE shelf_box (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name text NOT NULL);
    CREATE TABLE shelf_crate (id char(32) NOT NULL PRIMARY KEY, name text NOT NULL);
    INSERT INTO django_content_type (id, app_label, model) VALUES (901, 'shelf', 'box'), (902, 'shelf', 'crate');
    INSERT INTO auth_permission (id, content_type_id, codename, name) VALUES
      (901, 901, 'view_box', ''), (902, 901, 'change_box', ''), (903, 901, 'delete_box', ''),
      (904, 902, 'view_crate', ''), (905, 901, 'label', ''), (906, 902, 'label', '');
    INSERT INTO auth_user
      (id, username, is_active, is_superuser, is_staff, password, last_name, first_name, email, date_joined) VALUES
      (901, 'plain', 1, 0, 0, '', '', '', '', '2026-01-01'), (902, 'dead', 0, 0, 0, '', '', '', '', '2026-01-01'),
      (903, 'sup', 1, 1, 0, '', '', '', '', '2026-01-01'), (904, 'deadsup', 0, 1, 0, '', '', '', '', '2026-01-01'),
      (905, 'AnonymousUser', 1, 0, 0, '', '', '', '', '2026-01-01'),
      (906, 'Plain', 1, 0, 0, '', '', '', '', '2026-01-01'),
      (907, 'jos\u{E9}', 1, 0, 0, '', '', '', '', '2026-01-01'),
      (908, 'jose\u{301}', 1, 0, 0, '', '', '', '', '2026-01-01');
    INSERT INTO auth_group (id, name) VALUES (901, 'g'), (902, 'h');
    INSERT INTO auth_user_groups (user_id, group_id) VALUES (901, 901), (901, 902), (905, 902);
    INSERT INTO auth_user_user_permissions (user_id, permission_id) VALUES (901, 901), (902, 901), (905, 901), (907, 902);
    INSERT INTO shelf_box (id, name) VALUES (1, 'b1'), (2, 'b2'), (7, 'b7');
    INSERT INTO shelf_crate (id, name) VALUES ('6ebf117342e84be79fad031ed78b71ab', 'c');
    INSERT INTO guardian_userobjectpermission (user_id, permission_id, content_type_id, object_pk) VALUES
      (901, 902, 901, '1'), (902, 902, 901, '1'), (905, 901, 901, '1'), (906, 902, 901, '007'),
      (906, 904, 902, '6ebf1173-42e8-4be7-9fad-031ed78b71ab'), (906, 903, 901, '99');
    INSERT INTO guardian_groupobjectpermission (group_id, permission_id, content_type_id, object_pk) VALUES
      (901, 903, 901, '1'), (902, 903, 901, '1'), (902, 902, 901, '007');
    INSERT INTO user_tasks_usertaskstatus
      (id, user_id, created, modified, uuid, task_id, is_container, task_class, name, state, completed_steps,
       total_steps, attempts) VALUES
      (1, 902, '2026-01-01 00:00', '2026-01-01 00:00', '11111111111111111111111111111111', 't1', 0, '', 'n', '', 0, 1, 1), (10, 901, '2026-01-01 00:00', '2026-01-01 00:00', '22222222222222222222222222222222', 't2', 0, '', 'n', '', 0, 1, 1),
      (9, 901, '2026-01-01 00:00', '2026-01-01 00:00', '33333333333333333333333333333333', 't3', 0, '', 'n', '', 0, 1, 1);
    INSERT INTO user_tasks_usertaskartifact (id, status_id, created, modified, uuid, name, text, url) VALUES
      (1, 1, '2026-01-01 00:00', '2026-01-01 00:00', '11111111111111111111111111111111', 'a', '', '');
    INSERT INTO datawarehouse_gittreepolicy (id, name, read_group_id, write_group_id) VALUES
      (901, 'closed', 901, 902), (902, 'open to readers', NULL, 901);
    INSERT INTO datawarehouse_gittree (id, name, policy_id) VALUES
      (901, 'closed', 901), (902, 'open', 902), (903, 'private', NULL);

    """

  /// guardian's direct model for users' grants on boxes. Its group counterpart is missing on purpose.
  static let directTable = """
    CREATE TABLE shelf_boxusergrant (id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
      permission_id integer NOT NULL REFERENCES auth_permission (id),
      user_id integer NOT NULL REFERENCES auth_user (id),
      content_object_id integer NOT NULL REFERENCES shelf_box (id));
    INSERT INTO shelf_boxusergrant (permission_id, user_id, content_object_id) VALUES (901, 901, 2), (902, 906, 2);
    """
}
