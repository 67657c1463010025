import Foundation
import Testing

/// The command that `lint` prints with each finding answers as the finding says.
@Suite("Proofs of findings")
struct LintProofTests {
  /// What a proof prints and how it ends.
  fileprivate struct Shown {
    var status: Int32
    var output: String
    var errors: String

    /// Everything that a person reads.
    var all: String { output + errors }

    var paths: Int { output.split(separator: "\n").count { $0.hasPrefix("    + ") } }
  }

  private static let claims: [String: @Sendable (Shown, String) -> Bool] = [
    "public-write": { shown, _ in shown.status == 0 && shown.output.hasPrefix("everyone, also without") },
    "leaking-role": { shown, _ in
      shown.isAllowed && shown.output.contains("role acme.people-viewer > on this")
    },
    "reused-key": { shown, _ in shown.isAllowed && shown.output.contains("role acme.people-viewer > on this")
    },
    "stale-session": { shown, text in
      let still = text.contains("still lets") ? "still with" : "still without"
      let session = text.split(separator: " ")[1]
      return shown.output.contains("! session \(session): \(still)")
    },
    "misread-expression": tells, "dead-statement": tells, "faulty-policy": tells,
    "tree-without-policy": { shown, _ in shown.status == 1 && shown.all.isEmpty },
    "orphan-grant": { shown, _ in shown.status == 2 && shown.errors.contains("grants on its key remain") },
    "odd-key": { shown, _ in
      shown.isDenied && shown.output.contains("granted on datawarehouse.gittree:007, not on this one")
    },
    "type-without-table": { shown, _ in shown.errors.contains("`acme.report` has no table here") },
    "model-grant-only": { shown, _ in shown.isDenied && shown.output.contains("granted at model level only")
    },
    "permission-without-rule": { shown, _ in
      shown.isDenied && shown.output.contains("no rule is registered for `user_tasks.add_")
    },
    "duplicate-assignment": { shown, _ in
      shown.output.components(separatedBy: "    + role acme.syncer > on this object\n").count == 3
    },
    "redundant-assignment": { shown, _ in shown.isAllowed && shown.paths > 1 },
    "redundant-grant": { shown, text in
      let other = text.components(separatedBy: "also through: ")[1]
      return shown.isAllowed && shown.output.contains("+ \(other)\n")
    },
    "role-without-holder": { shown, text in
      // What a deletion takes along is listed: nothing is.
      text.contains("locked")
        ? shown.output.contains(text)
        : shown.output.contains("gains 0, losses 0") && !shown.output.contains("assign")
    },
    "group-without-members": { shown, _ in shown.status == 1 && shown.all.isEmpty },
  ]

  /// What is said of a policy is said where the policy is shown.
  @Sendable private static func tells(_ shown: Shown, _ text: String) -> Bool {
    let said = text.components(separatedBy: ", ").dropFirst().joined(separator: ", ")
    return shown.status == 0 && !said.isEmpty && shown.errors.contains("warning: \(said)\n")
  }

  @Test("show what is found in the sample organisation, each rule at least once")
  func proofs() throws {
    let folder = try Folder()
    let demo = try folder.demo()
    let findings = try #require(try Program.json(["lint", demo]).value["findings"] as? [[String: Any]])
    var shownRules: Set<String> = []
    for finding in findings {
      let rule = try #require(finding["rule"] as? String)
      let text = try #require(finding["text"] as? String)
      let proof = try #require(finding["proof"] as? [String])
      let claim = try #require(Self.claims[rule])
      let result = try Program.run(Array(proof.dropFirst()))
      let shown = Shown(status: result.status, output: result.output, errors: result.errors)
      #expect(claim(shown, text), "\(rule): \(text)\n\(proof.joined(separator: " "))\n\(shown.all)")
      shownRules.insert(rule)
    }
    #expect(shownRules == Set(Self.claims.keys))
  }
}

extension LintProofTests.Shown {
  fileprivate var isAllowed: Bool { status == 0 && output.hasPrefix("allowed: ") }
  fileprivate var isDenied: Bool { status == 1 && output.hasPrefix("denied: ") }
}
