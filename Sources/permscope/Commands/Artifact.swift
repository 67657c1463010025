import ArgumentParser
import Authorization
import AuthorizationStore
import Foundation

/// `permscope artifact DB KEY|URL`
struct ArtifactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "artifact",
    abstract: "Tell what protects an artifact's content, or what a presigned link to it says.",
    discussion: """
      Example: permscope artifact db.sqlite3 3
      Example: permscope artifact db.sqlite3 'https://bucket.s3.amazonaws.com/log?X-Amz-Algorithm=…'

      Links of AWS (Signature Version 2 and 4), Google Cloud Storage and Azure are read; the signature is not shown and
      not verified. Exit status of a link: 0 it works, 1 it has expired or its time has not come, 2 it cannot be read.
      """)

  @Flag(help: "Print JSON for programs instead of words.") var json = false
  @Option(help: "Pretend that it is this time (2026-11-21T12:00:00Z).") var now: String?
  @Argument(help: "The database file.") var database: String
  @Argument(help: "The artifact's key, or a presigned link in quotes.") var artifact: String

  func validate() throws {
    if let now, BrowseOptions.time(now) == nil {
      throw ValidationError("`\(now)` is not a time; expected one such as 2026-11-21T12:00:00Z")
    }
  }

  func run() throws {
    try Failure.reporting(json: json) {
      guard !artifact.contains("://") else { return try tellLink() }
      let options = try Settings.load(for: database).options()
      let summary = try AuthorizationDatabase(path: database, options: options).read {
        try $0.artifact(key: Name(artifact))
      }
      tell(summary)
      return .success
    }
  }

  private func tell(_ summary: ArtifactSummary) {
    let viewers =
      summary.everyoneViews
      ? "everyone, also without logging in"
      : summary.viewers.map(\.text).joined(separator: ", ") + (summary.hasMoreViewers ? ", …" : "")
    guard json else {
      Printer.line("\(summary.object.argument) \(summary.object.name ?? "")")
      for content in summary.content { Printer.line("  \(content.field.rawValue): \(content.text)") }
      if summary.content.isEmpty { Printer.line("  empty") }
      Printer.line("  may view it: \(viewers.isEmpty ? "nobody" : viewers)")
      return
    }
    Printer.json(
      .record([
        "artifact": JSONValue(summary.object.argument),
        "content": .array(
          summary.content.map {
            .record([
              "field": JSONValue($0.field.rawValue), "guard": JSONValue($0.protection.rawValue),
              "expires_after": $0.expiry.map { .integer(Int64($0)) } ?? .null, "text": JSONValue($0.text),
            ])
          }), "everyone": .bool(summary.everyoneViews), "viewers": JSONValue(summary.viewers),
        "more_viewers": .bool(summary.hasMoreViewers), "link": .null,
      ]))
  }

  private func tellLink() throws -> ExitCode {
    let link: PresignedURL
    do throws(PresignedURLError) {
      link = try PresignedURL.read(artifact)
    } catch {
      throw StoreError(.usage, error.message)
    }
    let now = Int64((self.now.flatMap { BrowseOptions.time($0) } ?? Date()).timeIntervalSince1970)
    let state = link.isExpired(at: now) ? "expired" : link.isEarly(at: now) ? "not yet valid" : "valid"
    if json {
      Printer.json(
        .record([
          "artifact": .null, "content": .array([]), "everyone": .bool(false), "viewers": .array([]),
          "more_viewers": .bool(false),
          "link": .record([
            "scheme": JSONValue(link.scheme.rawValue), "place": .string(link.place),
            "signer": link.signer.map { .string($0) } ?? .null,
            "starts": link.starts.map { JSONValue(UTCTime.text($0)) } ?? .null,
            "expires": JSONValue(UTCTime.text(link.expires)), "state": JSONValue(state),
          ]),
        ]))
    } else {
      Printer.line("\(state): \(link.place)")
      Printer.line(
        "  signed: \(link.scheme.rawValue), by \(link.signer?.text ?? "a key that it does not name")")
      if let starts = link.starts { Printer.line("  from: \(UTCTime.text(starts))") }
      Printer.line("  until: \(UTCTime.text(link.expires))")
      let use = state == "valid" ? "; until then anybody with the link can use it" : ""
      Printer.line("  the signature is not verified\(use)")
    }
    return state == "valid" ? .success : ExitCode(1)
  }
}
