import ArgumentParser
import Authorization
import AuthorizationStore

/// `permscope tree create|rename|delete|set-policy`
struct TreeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree", abstract: "Create, rename and delete git trees, and set their policies.",
    discussion: "Example: permscope tree set-policy db.sqlite3 linux-next upstream",
    subcommands: [Create.self, Rename.self, Delete.self, SetPolicy.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a git tree; without a policy it is private.",
      discussion: "Example: permscope tree create db.sqlite3 linux-rt --policy upstream")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Option(help: "The policy of the tree.") var policy: String?

    func run() throws {
      try options.edit(row.database) { reader in
        let policy = try policy.map { try reader.entity(.policy, named: Name($0)).key }
        return Wanted([.createTree(Name(row.name), policy: policy)])
      }
    }
  }

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Rename a git tree.",
      discussion: "Example: permscope tree rename db.sqlite3 linux-2.6 linux-historic")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Argument(help: "The new name.") var new: String

    func run() throws {
      try options.edit(row.database) { Wanted([.renameTree(try row.find(.tree, $0), Name(new))]) }
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a git tree.",
      discussion: "Example: permscope tree delete db.sqlite3 linux-2.6 --dry-run")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow

    func run() throws {
      try options.edit(row.database) { Wanted([.deleteTree(try row.find(.tree, $0))]) }
    }
  }

  struct SetPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-policy", abstract: "Give a git tree another policy, or none, which makes it private.",
      discussion: "Example: permscope tree set-policy db.sqlite3 linux-next :none")

    @OptionGroup var options: EditOptions
    @OptionGroup var row: NamedRow
    @Argument(help: "The policy; :none for no policy.") var policy: String

    func run() throws {
      try options.edit(row.database) { reader in
        let policy = try ReservedWord.find(policy, .policy, unless: ":none", reader)
        return Wanted([.setPolicy(tree: try row.find(.tree, reader), policy: policy)])
      }
    }
  }
}

/// A word with a meaning of its own where a name is expected.
enum ReservedWord {
  /// The row with this name; nil where the text is the word.
  ///
  /// - Throws: `StoreError` where there is no such row, or where the word is the name of one: it is not clear what is
  ///   meant then.
  static func find(
    _ text: String, _ kind: EntityKind, unless word: String, _ reader: AuthorizationReader
  ) throws -> DatabaseKey? {
    do {
      let key = try reader.entity(kind, named: Name(text)).key
      guard text != word else {
        throw StoreError(.ambiguous, "there is a \(kind.title) named `\(word)`; rename it first")
      }
      return key
    } catch var error as StoreError where error.code != .ambiguous {
      if text == word { return nil }
      error.didYouMean = Suggestions.near(text, in: [word]) + error.didYouMean
      throw error
    }
  }
}
