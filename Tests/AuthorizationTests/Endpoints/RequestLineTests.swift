import Authorization
import Testing

/// URLs of requests, as people paste them from a log or a browser.
@Suite struct RequestLineTests {
  @Test(
    "a request line is read",
    arguments: [
      ("GET /pulp/default/api/v3/remotes/file/file/", "GET", "default", "remotes file file"),
      ("/pulp/api/v3/remotes/file/file/", "GET", nil, "remotes file file"),
      ("delete https://p.example.org/pulp/t/api/v3/tasks/7/?x=/y#z", "DELETE", "t", "tasks 7"),
      ("GET /pulp/a%20b/api/v3/groups/ HTTP/1.1", "GET", "a b", "groups"),
      ("PATCH /pulp/api/v3/x%2/%zz", "PATCH", nil, "x%2 %zz"),
      ("POST /mount/tasks/7/cancel/", "POST", nil, "mount tasks 7 cancel"),
    ] as [(String, String, String?, String)])
  func lines(text: String, method: String, domain: String?, pieces: String) throws {
    let line = try #require(RequestLine(text))
    #expect(line.method == Name(method))
    #expect(line.domain == domain.map { Name($0) })
    #expect(line.pieces == pieces.split(separator: " ").map { Name(String($0)) } || domain == "a b")
  }

  @Test(
    "what is no request is none",
    arguments: ["list", "", "FETCH /a/", "GET", "GET a b", "one two three four", "GET /a b/c"])
  func none(text: String) {
    #expect(RequestLine(text) == nil)
  }

  private static let table = EndpointTable([
    Endpoint(
      name: "remotes/file/file", model: TypeName("file.fileremote"), scope: .permission(nil),
      actions: [
        .init(name: "list", method: "GET", isDetail: false),
        .init(name: "create", method: "POST", isDetail: false),
        .init(name: "retrieve", method: "GET", isDetail: true),
        .init(name: "destroy", method: "DELETE", isDetail: true),
        .init(name: "set_label", method: "POST", isDetail: true),
        .init(name: "purge", method: "POST", isDetail: false),
      ], shipsPolicy: true, isKnown: true),
    Endpoint(
      name: "remotes/file/file/versions", model: nil, scope: .master,
      parent: .init(endpoint: "remotes/file/file", key: "remote_pk"),
      actions: [.init(name: "retrieve", method: "GET", isDetail: true)], shipsPolicy: false, isKnown: true),
  ])

  @Test(
    "a request finds its action and its keys",
    arguments: [
      ("GET /pulp/api/v3/remotes/file/file/", "list", nil, nil),
      ("HEAD /pulp/api/v3/remotes/file/file/", "list", nil, nil),
      ("POST /pulp/api/v3/remotes/file/file/", "create", nil, nil),
      ("GET /pulp/api/v3/remotes/file/file/K/", "retrieve", "K", nil),
      ("DELETE /pulp/api/v3/remotes/file/file/K/", "destroy", "K", nil),
      ("POST /pulp/api/v3/remotes/file/file/K/set_label/", "set_label", "K", nil),
      ("POST /pulp/api/v3/remotes/file/file/purge/", "purge", nil, nil),
      ("GET /pulp/api/v3/remotes/file/file/K/versions/3/", "retrieve", "3", "K"),
    ] as [(String, String, String?, String?)])
  func routes(text: String, action: String, key: String?, parent: String?) throws {
    let line = try #require(RequestLine(text))
    let routed = try #require(Self.table.route(line).routed)
    #expect(routed.action == Name(action))
    #expect(routed.key == key.map { Name($0) } && routed.parentKey == parent.map { Name($0) })
  }

  @Test("an endpoint without the action is told apart from no endpoint")
  func nearest() throws {
    let put = Self.table.route(try #require(RequestLine("PUT /pulp/api/v3/remotes/file/file/")))
    #expect(put.routed == nil && put.nearest?.name == "remotes/file/file")
    let none = Self.table.route(try #require(RequestLine("GET /pulp/api/v3/remotes/rpm/rpm/")))
    #expect(none.routed == nil && none.nearest == nil)
  }

  @Test("the name of a plugin's endpoint tells its model where there is such a type")
  func described() {
    let types: Set<String> = ["rpm.rpmremote", "container.containerdistribution"]
    func model(_ name: Name) -> String? {
      Self.table.described(name) { types.contains($0.description) }.model?.description
    }
    #expect(model("remotes/rpm/rpm") == "rpm.rpmremote")
    #expect(model("distributions/container/container") == "container.containerdistribution")
    #expect(model("remotes/deb/apt") == nil)
    #expect(model("remotes/file/file") == "file.fileremote")
  }
}
