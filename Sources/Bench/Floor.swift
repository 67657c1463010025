/// The statements that somebody would write by hand for one question, in the best order for SQLite.
enum Floor {
  /// ?1 user, ?2 permission, ?3 object as text, ?4 content type
  static let objectCheck = """
    SELECT EXISTS (SELECT 1 FROM auth_user AS u WHERE u.id = ?1 AND u.is_active AND (u.is_superuser
      OR EXISTS (SELECT 1 FROM guardian_userobjectpermission AS g
        WHERE g.user_id = ?1 AND g.permission_id = ?2 AND g.content_type_id = ?4 AND g.object_pk = ?3)
      OR EXISTS (SELECT 1 FROM auth_user_groups AS m CROSS JOIN guardian_groupobjectpermission AS g
        WHERE m.user_id = ?1 AND g.group_id = m.group_id AND g.permission_id = ?2 AND g.content_type_id = ?4
          AND g.object_pk = ?3)))
    """

  /// The same where it is known already that the user is active and no superuser.
  static let objectCheckOfKnownUser = """
    SELECT EXISTS (SELECT 1 FROM guardian_userobjectpermission AS g
        WHERE g.user_id = ?1 AND g.permission_id = ?2 AND g.content_type_id = ?4 AND g.object_pk = ?3)
      OR EXISTS (SELECT 1 FROM auth_user_groups AS m CROSS JOIN guardian_groupobjectpermission AS g
        WHERE m.user_id = ?1 AND g.group_id = m.group_id AND g.permission_id = ?2 AND g.content_type_id = ?4
          AND g.object_pk = ?3)
    """

  /// ?1 user, ?2 permission, ?3 object as text
  static let roleCheck = """
    SELECT EXISTS (SELECT 1 FROM auth_user AS u WHERE u.id = ?1 AND u.is_active AND u.is_superuser)
      OR EXISTS (SELECT 1 FROM core_userrole AS a CROSS JOIN core_role_permissions AS rp
        WHERE a.object_id = ?3 AND a.user_id = ?1 AND rp.role_id = a.role_id AND rp.permission_id = ?2)
      OR EXISTS (SELECT 1 FROM core_grouprole AS a CROSS JOIN core_role_permissions AS rp CROSS JOIN auth_user_groups AS m
        WHERE a.object_id = ?3 AND rp.role_id = a.role_id AND rp.permission_id = ?2
          AND m.user_id = ?1 AND m.group_id = a.group_id)
    """

  /// ?1 user, ?2 tree
  static func treeCheck(_ method: String) -> String {
    """
    SELECT EXISTS (SELECT 1 FROM datawarehouse_gittree AS t CROSS JOIN datawarehouse_gittreepolicy AS p
      WHERE t.id = ?2 AND p.id = t.policy_id AND (p.\(method)_group_id IS NULL
        OR EXISTS (SELECT 1 FROM auth_user_groups AS m WHERE m.user_id = ?1 AND m.group_id = p.\(method)_group_id)))
    """
  }

  /// ?1 user, ?2 permission, ?3 content type. Of active users that are no superusers.
  static let objects = """
    SELECT g.object_pk FROM guardian_userobjectpermission AS g CROSS JOIN file_filerepository AS o
      WHERE g.user_id = ?1 AND g.permission_id = ?2 AND g.content_type_id = ?3 AND o.id = g.object_pk
    UNION SELECT g.object_pk
      FROM auth_user_groups AS m CROSS JOIN guardian_groupobjectpermission AS g CROSS JOIN file_filerepository AS o
      WHERE m.user_id = ?1 AND g.group_id = m.group_id AND g.permission_id = ?2 AND g.content_type_id = ?3
        AND o.id = g.object_pk
    ORDER BY 1
    """

  /// ?1 permission, ?2 object as text, ?3 content type
  static let users = """
    SELECT u.username FROM (
      SELECT id FROM auth_user WHERE is_superuser
      UNION SELECT g.user_id FROM guardian_userobjectpermission AS g
        WHERE g.permission_id = ?1 AND g.content_type_id = ?3 AND g.object_pk = ?2
      UNION SELECT m.user_id FROM guardian_groupobjectpermission AS g CROSS JOIN auth_user_groups AS m
        WHERE g.permission_id = ?1 AND g.content_type_id = ?3 AND g.object_pk = ?2 AND m.group_id = g.group_id
    ) AS h CROSS JOIN auth_user AS u WHERE u.id = h.id AND u.is_active ORDER BY u.username
    """

  /// ?1 username, ?2 codename, ?3 object as text, ?4 app label, ?5 model
  static let namedCheck = """
    SELECT EXISTS (SELECT 1 FROM auth_user AS u CROSS JOIN django_content_type AS t CROSS JOIN auth_permission AS p
      WHERE u.username = ?1 AND t.app_label = ?4 AND t.model = ?5 AND p.content_type_id = t.id AND p.codename = ?2
      AND u.is_active AND (u.is_superuser
      OR EXISTS (SELECT 1 FROM guardian_userobjectpermission AS g
        WHERE g.user_id = u.id AND g.permission_id = p.id AND g.content_type_id = t.id AND g.object_pk = ?3)
      OR EXISTS (SELECT 1 FROM auth_user_groups AS m CROSS JOIN guardian_groupobjectpermission AS g
        WHERE m.user_id = u.id AND g.group_id = m.group_id AND g.permission_id = p.id AND g.content_type_id = t.id
          AND g.object_pk = ?3)))
    """
}
