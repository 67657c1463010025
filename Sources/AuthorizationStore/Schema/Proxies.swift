internal import Authorization

extension Schema {
  /// The models behind proxies whose permissions guardian takes for the one named, on an object of the proxy.
  ///
  /// - Parameter type: for a bare codename, the type of the object that it is asked about.
  func concreteTypes(of permission: Permission, on type: TypeName? = nil) -> [TypeName] {
    let known = proxies.filter { proxy, _ in permission.app.map { $0 == proxy.app } ?? (proxy == type) }
    // What stands among the rows of the name anyhow is not wanted twice.
    return Set(known.values).filter { concrete in !permission.rows.contains { $0.type == concrete } }.sorted()
  }
}
