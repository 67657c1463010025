internal import Authorization

extension DetailBuilder {
  /// A finding: why it is one, what it is about, the fix and the check that proves it.
  func finding() throws -> Detail {
    guard let finding = reader.finding(ref.key) else {
      return Detail(ref: ref, facts: [Fact("this was not found again", warns: true)], sections: [])
    }
    let about = finding.about
    var sections: [DetailSection] = []
    if let fix = finding.fix {
      sections.append(lines(.fix, "Fix", [DetailLine(fix.text, note: "e opens it", edit: .fix(fix))]))
      if !fix.commands.isEmpty {
        sections.append(lines(.commands, "By command", fix.commands.map { DetailLine(command($0)) }))
      }
    }
    sections.append(
      lines(.related, "About", [DetailLine("\(about.kind.title) \(about.name)", target: about)]))
    sections.append(lines(.proof, "Shown by", [DetailLine(command(finding.proof))]))
    return Detail(
      ref: finding.ref,
      facts: [
        Fact(finding.severity.rawValue, warns: finding.severity == .danger), Fact(finding.rule.rawValue),
        Fact(finding.text), Fact(finding.rule.explanation),
      ] + (finding.fix == nil ? [Fact("no fix is offered: a person has to decide what is meant")] : []),
      sections: sections)
  }

  private func command(_ words: [String]) -> String {
    ShellWord.filled(words, database: reader.file.connection.file.path).map { ShellWord.quote($0) }.joined(
      separator: " ")
  }
}
