import Frame
import Testing

@testable import Browser

@Suite("Names above the matrix")
struct HeadingNameTests {
  private func upright(_ names: [String], _ height: Int) -> [String] {
    HeadingNames.upright(names, height: height).map { $0.joined() }
  }

  @Test("that do not fit are told apart by where they differ")
  func apart() {
    #expect(upright(["web", "linux-mainline", "linux-next"], 6) == ["web", "-ma…ne", "…-next"])
    #expect(upright(["file.filerepository-a", "file.filerepository-b"], 5) == ["…ry-a", "…ry-b"])
    #expect(upright(["abcdefgh"], 8) == ["abcdefgh"])
    #expect(upright(["abcdefghi"], 8) == ["abcd…ghi"])
  }

  @Test("take no more lines than there are", arguments: 3...9)
  func bounded(height: Int) {
    let names = ["", "a", "linux", "linux-stable", "linux-stable-rt", "linux-stable-rt-next", "山田山田山田山田山田"]
    for letters in HeadingNames.upright(names, height: height) { #expect(letters.count <= height) }
    for width in 3...12 {
      for name in names {
        let lines = HeadingNames.words(name, width: width, height: height)
        #expect(lines.count <= height && lines.allSatisfy { Text.width($0) <= width })
      }
    }
  }

  @Test("are broken behind their signs, and in words only where they must")
  func broken() {
    #expect(HeadingNames.words("linux-mainline", width: 8, height: 3) == ["linux-", "mainline"])
    #expect(HeadingNames.words("crash-uploads", width: 5, height: 3) == ["crash", "-uplo", "ads"])
    #expect(HeadingNames.words("sandbox", width: 5, height: 3) == ["sandb", "ox"])
  }
}
