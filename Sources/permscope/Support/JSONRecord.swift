import Authorization

extension JSONValue {
  /// An object with these members, in this order.
  static func record(_ members: KeyValuePairs<Name, JSONValue>) -> JSONValue {
    .object(JSONObject(members.map { ($0.key, $0.value) }))
  }
}
