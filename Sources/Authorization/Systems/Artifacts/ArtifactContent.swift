/// Where a project keeps the files of artifacts (`USER_TASKS_ARTIFACT_STORAGE`). The database does not say.
public enum ArtifactStorage: String, Sendable, Hashable, CaseIterable {
  case filesystem
  case publicBucket = "s3-public"
  case privateBucket = "s3-private"
}

/// One of the places in which an artifact can hold its content, and what protects it there.
///
/// Source: django-user-tasks, "Artifact URL Access".
public struct ArtifactContent: Sendable, Hashable {
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case text, url, file
  }

  /// Who gets at the content.
  public enum Guard: String, Sendable, Hashable {
    /// Whoever may view the row.
    case row
    /// Whoever knows the link.
    case link
    /// Whoever has a link that was signed not long ago.
    case expiringLink = "expiring_link"
    /// The settings do not say.
    case unknown
  }

  /// What is in force where the settings say nothing (`AWS_QUERYSTRING_EXPIRE`), in seconds.
  public static let usualExpiry = 3_600

  public var field: Field
  public var protection: Guard
  /// In seconds, for a link that expires.
  public var expiry: Int?
  public var text: String

  /// - Parameters:
  ///   - storage: nil where the settings do not name it.
  ///   - expiry: in seconds.
  public init(_ field: Field, storage: ArtifactStorage?, expiry: Int = usualExpiry) {
    self.field = field
    switch (field, storage) {
    case (.text, _):
      protection = .row
      text = "in the row itself: whoever may view the artifact reads it"
    case (.url, _):
      protection = .link
      text = "guarded by nobody here: whoever knows the link, as far as its host lets them"
    case (.file, .filesystem):
      protection = .link
      text = "plain storage: served to anybody with the link, which does not expire"
    case (.file, .publicBucket):
      protection = .link
      text = "a public bucket: served to anybody with the link, which does not expire"
    case (.file, .privateBucket):
      protection = .expiringLink
      self.expiry = expiry
      text =
        "a private bucket: each view of the artifact signs a link that anybody can use for \(Counted.words(expiry, "second"))"
    case (.file, nil):
      protection = .unknown
      text = "it depends on the storage; name it in the settings as `artifact_storage`"
    }
  }

  /// Whether somebody without view permission could get at it.
  public var isOpen: Bool { protection != .row }
}
