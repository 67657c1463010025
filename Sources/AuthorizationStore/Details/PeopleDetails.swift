internal import Authorization
internal import GRDB

extension DetailBuilder {
  func user() throws -> Detail {
    let users = schema.users
    let columns = [
      users.username, users.isActive, users.isStaff, users.isSuperuser, users.lastLogin, users.email,
      users.firstName, users.lastName,
    ].map { $0?.quoted ?? "NULL" }
    let sql =
      "SELECT \(columns.joined(separator: ", ")) FROM \(users.table.quoted) WHERE \(users.key.quoted) = ?"
    guard let row = try row(sql) else { return gone() }
    var sections = [
      try section(.groups, "Groups"), try section(.modelPermissions, "Own model permissions"),
    ]
    if schema.has(.roles) { sections.append(try section(.roles, "Roles, own and through groups")) }
    if schema.has(.guardian) { sections.append(try section(.objectGrants, "Own object grants")) }
    var facts = userFacts(row)
    if schema.has(.sessions) {
      let own = try section(.sessions, "Sessions")
      facts += sessionFacts(own)
      sections.append(own)
    }
    if schema.has(.tasks) { sections.append(try section(.tasks, "Tasks")) }
    return Detail(ref: named(Name(row[0]), type: reader.userType), facts: facts, sections: sections)
  }

  private func userFacts(_ row: StoredRow) -> [Fact] {
    // A user model without the column has everybody active.
    let isActive = schema.users.isActive == nil || row.bool(1) ?? false
    let isStaff = row.bool(2) ?? false
    let isSuperuser = row.bool(3) ?? false
    var facts = [isActive ? Fact("active") : Fact("inactive: cannot log in", warns: true)]
    if isStaff { facts.append(Fact("staff")) }
    if isSuperuser {
      facts.append(Fact(isActive ? "superuser" : "superuser, but inactive: no shortcut", warns: true))
    }
    if schema.users.lastLogin != nil {
      let login = row.text(4)
      facts.append(Fact(login.map { "last login \(Cell.minutes($0))" } ?? "never logged in"))
    }
    let fullName = [6, 7].compactMap { row.text($0) }.filter { !$0.isEmpty }
    if !fullName.isEmpty { facts.append(Fact(fullName.joined(separator: " "))) }
    if let email = row[5].text, !email.isEmpty { facts.append(Fact(email)) }
    if let name = Name(row[0]), name == reader.options.anonymousName {
      facts.append(Fact("stands for everybody who is not logged in", warns: true))
    }
    return facts
  }

  private func sessionFacts(_ section: DetailSection) -> [Fact] {
    let stale = section.lines.count { $0.warns }
    var facts: [Fact] = []
    if let count = section.count, count > 0 { facts.append(Fact(Counting.words(count, "session"))) }
    if stale > 0 { facts.append(Fact(Counting.words(stale, "stale session"), warns: true)) }
    return facts
  }

  func group() throws -> Detail {
    guard let row = try row("SELECT name FROM auth_group WHERE id = ?") else { return gone() }
    var sections = [try section(.members, "Members"), try section(.modelPermissions, "Model permissions")]
    if schema.has(.roles) { sections.append(try section(.roles, "Roles")) }
    if schema.has(.guardian) { sections.append(try section(.objectGrants, "Object grants")) }
    if schema.has(.trees) { sections.append(try section(.policies, "Git tree policies")) }
    let members = sections[0].count.map { Counting.words($0, "member") } ?? "10,000 members or more"
    var facts = [Fact(members)]
    if let policies = sections.last, policies.id == .policies, policies.count != 0 {
      let number = policies.count.map { $0 == 1 ? "a git tree policy" : "\($0) git tree policies" }
      facts.append(Fact("named by \(number ?? "many git tree policies")"))
    }
    return Detail(ref: named(Name(row[0])), facts: facts, sections: sections)
  }

  func role() throws -> Detail {
    guard let row = try row("SELECT name, description, locked FROM core_role WHERE pulp_id = ?") else {
      return gone()
    }
    var facts: [Fact] = []
    let isLocked = row.bool(2) ?? false
    if isLocked { facts.append(Fact("locked: cannot be changed")) }
    if let description = row[1].text, !description.isEmpty {
      facts.append(Fact(description))
    }
    return Detail(
      ref: named(Name(row[0])), facts: facts,
      sections: [try section(.permissions, "Permissions"), try section(.holders, "Holders")])
  }

  func domain() throws -> Detail {
    guard let row = try row("SELECT name, description FROM core_domain WHERE pulp_id = ?") else {
      return gone()
    }
    let description = row[1].text.flatMap { $0.isEmpty ? nil : $0 }
    return Detail(
      ref: named(Name(row[0])), facts: description.map { [Fact($0)] } ?? [],
      sections: [try section(.holders, "Roles on this domain")])
  }
}
