/// The questions of the corner tests with the answers that the real libraries gave to them.
enum BatchCornerFacts {
  typealias Fact = BatchCornerFactTests.Fact

  static let model: [Fact] = [
    Fact("a model grant", #""kind":"model.has_perm","user":"plain","perm":"shelf.view_box""#, "true"),
    Fact(
      "another spelling of the name is another user",
      #""kind":"model.has_perm","user":"Plain","perm":"shelf.view_box""#, "false"),
    Fact(
      "NFC has the grant", #""kind":"model.has_perm","user":"jos\u00e9","perm":"shelf.change_box""#, "true"),
    Fact(
      "NFD is somebody else", #""kind":"model.has_perm","user":"jose\u0301","perm":"shelf.change_box""#,
      "false"),
    Fact("a bare codename", #""kind":"model.has_perm","user":"plain","perm":"view_box""#, "false"),
    Fact("another case", #""kind":"model.has_perm","user":"plain","perm":"Shelf.view_box""#, "false"),
    Fact("inactive", #""kind":"model.has_perm","user":"dead","perm":"shelf.view_box""#, "false"),
    Fact("superuser, existing", #""kind":"model.has_perm","user":"sup","perm":"shelf.view_box""#, "true"),
    Fact("superuser, not existing", #""kind":"model.has_perm","user":"sup","perm":"nope.nope""#, "false"),
    Fact("inactive superuser", #""kind":"model.has_perm","user":"deadsup","perm":"shelf.view_box""#, "false"),
    Fact(
      "the row's model grant is not anonymous's",
      #""kind":"model.has_perm","user":null,"perm":"shelf.view_box""#, "false"),
    Fact(
      "nobody of that name", #""kind":"model.has_perm","user":"nobody","perm":"shelf.view_box""#,
      #"{"error":"DoesNotExist"}"#),
    Fact("a whole app label", #""kind":"model.has_module_perms","user":"plain","app":"shelf""#, "true"),
    Fact("the beginning of one", #""kind":"model.has_module_perms","user":"plain","app":"shel""#, "false"),
    Fact(
      "through User, a permission that does not exist",
      #""kind":"user.has_perm","user":"sup","perm":"","obj":null,"backends":"model""#, "true"),
    Fact(
      "a model grant asked about an object",
      #""kind":"user.has_perm","user":"plain","perm":"shelf.view_box","obj":["shelf.box","1"],"backends":"model+guardian""#,
      "false"),
    Fact(
      "an object grant asked without object",
      #""kind":"user.has_perm","user":"plain","perm":"shelf.change_box","obj":null,"backends":"model+guardian""#,
      "false"),
    Fact(
      "superuser on an object",
      #""kind":"user.has_perm","user":"sup","perm":"auth.view_user","obj":["shelf.box","1"],"backends":"model+guardian""#,
      "true"),
    Fact(
      "no permissions at all",
      #""kind":"user.has_perms","user":"Plain","perms":[],"obj":null,"backends":"model""#, "true"),
    Fact(
      "a string of permissions",
      #""kind":"user.has_perms","user":"sup","perms":"shelf.view_box","obj":null,"backends":"model""#,
      #"{"error":"ValueError"}"#),
    Fact(
      "a rule's name as app label",
      #""kind":"user.has_module_perms","user":"dead","app":"user_tasks.view_usertaskstatus","backends":"rules""#,
      "true"),
    Fact(
      "with_perm", #""kind":"model.with_perm","perm":"shelf.view_box""#, #"["AnonymousUser","plain","sup"]"#),
    Fact(
      "with_perm, any", #""kind":"model.with_perm","perm":"shelf.view_box","is_active":null"#,
      #"["AnonymousUser","dead","deadsup","plain","sup"]"#),
    Fact(
      "with_perm, inactive", #""kind":"model.with_perm","perm":"shelf.view_box","is_active":false"#,
      #"["dead","deadsup"]"#),
    Fact("with_perm, bare", #""kind":"model.with_perm","perm":"view_box""#, #"{"error":"ValueError"}"#),
    Fact(
      "with_perm, two dots", #""kind":"model.with_perm","perm":"shelf.view.box""#, #"{"error":"ValueError"}"#),
    Fact("with_perm, not existing", #""kind":"model.with_perm","perm":"nope.nope""#, #"["sup"]"#),
    Fact(
      "with_perm on an object", #""kind":"model.with_perm","perm":"shelf.view_box","obj":["shelf.box","1"]"#,
      "[]"),
  ]

  static let guardianChecks: [Fact] = [
    Fact(
      "an object grant",
      #""kind":"guardian.has_perm","user":"plain","perm":"shelf.change_box","obj":["shelf.box","1"]"#, "true"),
    Fact(
      "without object", #""kind":"guardian.has_perm","user":"plain","perm":"shelf.change_box","obj":null"#,
      "false"),
    Fact(
      "a bare codename",
      #""kind":"guardian.has_perm","user":"plain","perm":"change_box","obj":["shelf.box","1"]"#, "true"),
    Fact(
      "through a group",
      #""kind":"guardian.has_perm","user":"plain","perm":"delete_box","obj":["shelf.box","1"]"#, "true"),
    Fact(
      "a model grant does not count",
      #""kind":"guardian.has_perm","user":"plain","perm":"shelf.view_box","obj":["shelf.box","1"]"#, "false"),
    Fact(
      "inactive", #""kind":"guardian.has_perm","user":"dead","perm":"change_box","obj":["shelf.box","1"]"#,
      "false"),
    Fact(
      "superuser, any text",
      #""kind":"guardian.has_perm","user":"sup","perm":"nope","obj":["shelf.box","1"]"#, "true"),
    Fact(
      "superuser, another app",
      #""kind":"guardian.has_perm","user":"sup","perm":"auth.view_user","obj":["shelf.box","1"]"#,
      #"{"error":"WrongAppError"}"#),
    Fact(
      "another model of the app",
      #""kind":"guardian.has_perm","user":"plain","perm":"shelf.view_crate","obj":["shelf.box","1"]"#, "false"
    ),
    Fact(
      "anonymous is the row",
      #""kind":"guardian.has_perm","user":null,"perm":"view_box","obj":["shelf.box","1"]"#, "true"),
    Fact(
      "and its groups",
      #""kind":"guardian.has_perm","user":null,"perm":"delete_box","obj":["shelf.box","1"]"#, "true"),
    Fact(
      "a grant on 007 is none on 7",
      #""kind":"guardian.has_perm","user":"Plain","perm":"change_box","obj":["shelf.box","7"]"#, "false"),
    Fact(
      "but one on 007",
      #""kind":"guardian.has_perm","user":"Plain","perm":"change_box","obj":["shelf.box","007"]"#, "true"),
    Fact(
      "an orphan key still counts",
      #""kind":"guardian.has_perm","user":"Plain","perm":"delete_box","obj":["shelf.box","99"]"#, "true"),
    Fact(
      "a UUID without dashes",
      #""kind":"guardian.has_perm","user":"Plain","perm":"view_crate","obj":["shelf.crate","6EBF117342E84BE79FAD031ED78B71AB"]"#,
      "true"),
    Fact(
      "no such type", #""kind":"guardian.has_perm","user":"Plain","perm":"x","obj":["nope.nope","1"]"#,
      #"{"error":"LookupError"}"#),
    Fact(
      "a superuser's permissions", #""kind":"guardian.get_perms","user":"sup","obj":["shelf.box","1"]"#,
      #"["change_box","delete_box","label","view_box"]"#),
    Fact(
      "a superuser's grants", #""kind":"guardian.get_user_perms","user":"sup","obj":["shelf.box","1"]"#, "[]"),
    Fact("inactive permissions", #""kind":"guardian.get_perms","user":"dead","obj":["shelf.box","1"]"#, "[]"),
    Fact(
      "two groups give one permission",
      #""kind":"guardian.get_group_perms","user":"plain","obj":["shelf.box","1"]"#, #"["delete_box"]"#),
    Fact(
      "a group's permissions", #""kind":"guardian.get_perms","group":"g","obj":["shelf.box","1"]"#,
      #"["delete_box"]"#),
    Fact(
      "user permissions of a group", #""kind":"guardian.get_user_perms","group":"g","obj":["shelf.box","1"]"#,
      "[]"),
    Fact(
      "no such group", #""kind":"guardian.get_perms","group":"G","obj":["shelf.box","1"]"#,
      #"{"error":"DoesNotExist"}"#),
  ]

  static let guardianLists: [Fact] = [
    Fact(
      "a model grant gives all",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":"shelf.view_box","klass":null"#,
      #"["1","2","7"]"#),
    Fact(
      "unless global is off",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":"shelf.view_box","accept_global_perms":false"#,
      "[]"),
    Fact(
      "or superusers are",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":"shelf.view_box","with_superuser":false"#,
      "[]"),
    Fact(
      "model and object level",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":["shelf.view_box","shelf.change_box"]"#,
      #"["1"]"#),
    Fact(
      "either",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":["shelf.view_box","shelf.change_box"],"any_perm":true"#,
      #"["1","2","7"]"#),
    Fact(
      "user's and group's counted together",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":["shelf.change_box","delete_box"]"#,
      #"["1"]"#),
    Fact(
      "without groups",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":["shelf.change_box","delete_box"],"use_groups":false"#,
      "[]"),
    Fact(
      "inactive is still listed",
      #""kind":"guardian.get_objects_for_user","user":"dead","perms":"shelf.change_box""#, #"["1"]"#),
    Fact(
      "inactive superuser lists all",
      #""kind":"guardian.get_objects_for_user","user":"deadsup","perms":"shelf.change_box""#,
      #"["1","2","7"]"#),
    Fact(
      "the row's model grant counts here",
      #""kind":"guardian.get_objects_for_user","user":null,"perms":"shelf.view_box""#, #"["1","2","7"]"#),
    Fact(
      "007 is not 7", #""kind":"guardian.get_objects_for_user","user":"Plain","perms":"shelf.change_box""#,
      "[]"),
    Fact(
      "007 is 7 where Python converts",
      #""kind":"guardian.get_objects_for_group","group":"h","perms":"shelf.change_box""#, #"["7"]"#),
    Fact(
      "but not with any_perm",
      #""kind":"guardian.get_objects_for_group","group":"h","perms":"shelf.change_box","any_perm":true"#, "[]"
    ),
    Fact(
      "no permissions: any",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":[],"klass":"shelf.box""#, #"["1"]"#),
    Fact(
      "no permissions, no class", #""kind":"guardian.get_objects_for_user","user":"plain","perms":[]"#,
      #"{"error":"WrongAppError"}"#),
    Fact(
      "two models",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":["shelf.view_box","shelf.view_crate"]"#,
      #"{"error":"MixedContentTypeError"}"#),
    Fact(
      "two apps",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":["shelf.view_box","auth.view_user"]"#,
      #"{"error":"MixedContentTypeError"}"#),
    Fact(
      "class and permission differ",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":"shelf.view_box","klass":"shelf.crate""#,
      #"{"error":"MixedContentTypeError"}"#),
    Fact(
      "one codename on two models",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":"shelf.label","klass":"shelf.box""#,
      #"{"error":"MultipleObjectsReturned"}"#),
    Fact(
      "not existing",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":"shelf.nope","klass":"shelf.box""#,
      #"{"error":"DoesNotExist"}"#),
    Fact(
      "bare without class", #""kind":"guardian.get_objects_for_user","user":"plain","perms":"view_box""#,
      #"{"error":"WrongAppError"}"#),
    Fact(
      "bare with class",
      #""kind":"guardian.get_objects_for_user","user":"Plain","perms":"view_crate","klass":"shelf.crate""#,
      #"["6ebf1173-42e8-4be7-9fad-031ed78b71ab"]"#),
    Fact(
      "inactive are listed, superusers not",
      #""kind":"guardian.get_users_with_perms","obj":["shelf.box","1"]"#, #"["AnonymousUser","dead","plain"]"#
    ),
    Fact(
      "with superusers, inactive too",
      #""kind":"guardian.get_users_with_perms","obj":["shelf.box","1"],"with_superusers":true"#,
      #"["AnonymousUser","dead","deadsup","plain","sup"]"#),
    Fact(
      "attached", #""kind":"guardian.get_users_with_perms","obj":["shelf.box","1"],"attach_perms":true"#,
      #"{"AnonymousUser":["delete_box","view_box"],"dead":[],"plain":["change_box","delete_box"]}"#),
    Fact(
      "filtered, all attached",
      #""kind":"guardian.get_users_with_perms","obj":["shelf.box","1"],"attach_perms":true,"only_with_perms_in":["change_box"]"#,
      #"{"dead":[],"plain":["change_box","delete_box"]}"#),
    Fact(
      "an empty filter",
      #""kind":"guardian.get_users_with_perms","obj":["shelf.box","1"],"only_with_perms_in":[]"#, "[]"),
    Fact(
      "a filter with app label",
      #""kind":"guardian.get_users_with_perms","obj":["shelf.box","1"],"only_with_perms_in":["shelf.change_box"]"#,
      "[]"),
    Fact("nobody", #""kind":"guardian.get_users_with_perms","obj":["shelf.box","2"]"#, "[]"),
    Fact(
      "groups", #""kind":"guardian.get_groups_with_perms","obj":["shelf.box","1"],"attach_perms":true"#,
      #"{"g":["delete_box"],"h":["delete_box"]}"#),
  ]

  static let rules: [Fact] = [
    Fact(
      "inactive owner",
      #""kind":"rules.has_perm","user":"dead","perm":"user_tasks.view_usertaskstatus","obj":["user_tasks.usertaskstatus","1"]"#,
      "true"),
    Fact(
      "somebody else",
      #""kind":"rules.has_perm","user":"plain","perm":"user_tasks.view_usertaskstatus","obj":["user_tasks.usertaskstatus","1"]"#,
      "false"),
    Fact(
      "inactive superuser",
      #""kind":"rules.has_perm","user":"deadsup","perm":"user_tasks.change_usertaskstatus","obj":["user_tasks.usertaskstatus","1"]"#,
      "true"),
    Fact(
      "no object, anonymous",
      #""kind":"rules.has_perm","user":null,"perm":"user_tasks.cancel_usertaskstatus","obj":null"#, "true"),
    Fact(
      "no object, superusers only",
      #""kind":"rules.has_perm","user":"plain","perm":"user_tasks.change_usertaskstatus","obj":null"#, "false"
    ),
    Fact(
      "no such rule",
      #""kind":"rules.has_perm","user":"sup","perm":"user_tasks.add_usertaskstatus","obj":null"#, "false"),
    Fact(
      "through User",
      #""kind":"user.has_perm","user":"sup","perm":"user_tasks.add_usertaskstatus","obj":null,"backends":"rules""#,
      "true"),
    Fact(
      "an artifact",
      #""kind":"rules.has_perm","user":"dead","perm":"user_tasks.view_usertaskartifact","obj":["user_tasks.usertaskartifact","1"]"#,
      "true"),
    Fact(
      "an object without owner",
      #""kind":"rules.has_perm","user":"sup","perm":"user_tasks.view_usertaskstatus","obj":["shelf.box","1"]"#,
      #"{"error":"AttributeError"}"#),
    Fact(
      "a rule that does not look",
      #""kind":"rules.has_perm","user":"deadsup","perm":"user_tasks.change_usertaskstatus","obj":["shelf.box","1"]"#,
      "true"),
    Fact(
      "no such task",
      #""kind":"rules.has_perm","user":"plain","perm":"user_tasks.view_usertaskstatus","obj":["user_tasks.usertaskstatus","99"]"#,
      "false"),
    Fact(
      "no such task, nobody's",
      #""kind":"rules.has_perm","user":null,"perm":"user_tasks.view_usertaskstatus","obj":["user_tasks.usertaskstatus","99"]"#,
      "true"),
    Fact(
      "no such artifact",
      #""kind":"rules.has_perm","user":"sup","perm":"user_tasks.view_usertaskartifact","obj":["user_tasks.usertaskartifact","99"]"#,
      #"{"error":"RelatedObjectDoesNotExist"}"#),
    Fact(
      "keys in code-point order", #""kind":"tasks.list","user":"plain","model":"user_tasks.usertaskstatus""#,
      #"["10","9"]"#),
    Fact(
      "inactive superuser", #""kind":"tasks.list","user":"deadsup","model":"user_tasks.usertaskartifact""#,
      #"["1"]"#),
    Fact(
      "anonymous", #""kind":"tasks.list","user":null,"model":"user_tasks.usertaskstatus""#,
      #"{"error":"TypeError"}"#),
  ]

  static let trees: [Fact] = [
    Fact("a member", #""kind":"tree.check","user":"plain","tree":"closed","method":"read""#, "true"),
    Fact("a superuser", #""kind":"tree.check","user":"sup","tree":"closed","method":"read""#, "false"),
    Fact(
      "with bypass",
      #""kind":"tree.check","user":"sup","tree":"private","method":"read","superuser_bypass":true"#, "true"),
    Fact(
      "inactive with bypass",
      #""kind":"tree.check","user":"deadsup","tree":"private","method":"read","superuser_bypass":true"#,
      "false"),
    Fact(
      "the row's groups are not anonymous's",
      #""kind":"tree.check","user":null,"tree":"closed","method":"write""#, "false"),
    Fact("open to anyone", #""kind":"tree.check","user":null,"tree":"open","method":"read""#, "true"),
    Fact("no policy", #""kind":"tree.check","user":"plain","tree":"private","method":"read""#, "false"),
    Fact(
      "no tree", #""kind":"tree.check","user":"plain","tree":"Open","method":"read""#,
      #"{"error":"DoesNotExist"}"#),
    Fact("list", #""kind":"tree.list","user":"Plain","method":"read""#, #"["open"]"#),
    Fact("list of anonymous", #""kind":"tree.list","user":null,"method":"write""#, "[]"),
    Fact(
      "who", #""kind":"tree.who","tree":"closed","method":"write""#,
      #"{"anonymous":false,"users":["AnonymousUser","plain"]}"#),
    Fact(
      "who with bypass", #""kind":"tree.who","tree":"private","method":"write","superuser_bypass":true"#,
      #"{"anonymous":false,"users":["sup"]}"#),
  ]

  static let withoutAnonymousRow: [Fact] = [
    Fact(
      "directly", #""kind":"guardian.has_perm","user":null,"perm":"view_box","obj":["shelf.box","1"]"#,
      #"{"error":"DoesNotExist"}"#),
    Fact(
      "without object",
      #""kind":"user.has_perm","user":null,"perm":"a.b","obj":null,"backends":"model+guardian""#,
      #"{"error":"DoesNotExist"}"#),
    Fact(
      "unless a yes came first",
      #""kind":"user.has_perm","user":null,"perm":"user_tasks.view_usertaskstatus","obj":null,"backends":"rules+guardian""#,
      "true"),
    Fact(
      "list", #""kind":"guardian.get_objects_for_user","user":null,"perms":"shelf.view_box""#,
      #"{"error":"DoesNotExist"}"#),
    Fact(
      "the permission is looked at first",
      #""kind":"guardian.get_objects_for_user","user":null,"perms":"view_box""#, #"{"error":"WrongAppError"}"#
    ),
    Fact(
      "ModelBackend does not mind",
      #""kind":"user.all_permissions","user":null,"obj":null,"backends":"model""#, "[]"),
  ]

  static let directTables: [Fact] = [
    Fact(
      "the direct grant",
      #""kind":"guardian.has_perm","user":"plain","perm":"view_box","obj":["shelf.box","2"]"#, "true"),
    Fact(
      "the generic one is not looked at",
      #""kind":"guardian.has_perm","user":"plain","perm":"change_box","obj":["shelf.box","1"]"#, "false"),
    Fact(
      "the generic one of the group is",
      #""kind":"guardian.has_perm","user":"plain","perm":"delete_box","obj":["shelf.box","1"]"#, "true"),
    Fact(
      "users", #""kind":"guardian.get_users_with_perms","obj":["shelf.box","2"],"attach_perms":true"#,
      #"{"Plain":["change_box"],"plain":["view_box"]}"#),
    Fact(
      "objects", #""kind":"guardian.get_objects_for_user","user":"Plain","perms":"shelf.change_box""#,
      #"["2"]"#),
    Fact(
      "text and integers cannot be sorted",
      #""kind":"guardian.get_objects_for_user","user":"plain","perms":["shelf.view_box","shelf.delete_box"],"with_superuser":false"#,
      #"{"error":"TypeError"}"#),
  ]
}
