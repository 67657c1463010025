import Authorization
import Testing

@Suite struct HistoryMomentTests {
  @Test(
    "moments as people write them",
    arguments: [
      ("#1", .entry(1)), ("#12", .entry(12)), ("#0", nil), ("#-1", nil), ("#", nil), ("12", nil), ("", nil),
      ("1970-01-02", .time(86_400)), ("2026-11-28", .time(1_795_824_000)),
      ("2026-11-28T12:00Z", .time(1_795_867_200)), ("2026-11-28T12:00:01Z", .time(1_795_867_201)),
      ("2026-11-28T12:00:01.5Z", .time(1_795_867_201)), ("2026-11-28T14:00+02:00", .time(1_795_867_200)),
      ("2026-11-28T06:30:00-05:30", .time(1_795_867_200)), ("2026-11-28T12:00", nil),
      ("2026-11-28 12:00Z", nil), ("2026-11-31", nil), ("2026-11-28T25:00Z", nil),
      ("2026-11-28T12:00+2:00", nil), ("2026-11-28T12:00+99:00", nil), ("1970-01-01T00:00+02:00", nil),
      ("2026-11-28T12:00+0é:00", nil),
    ] as [(String, HistoryMoment?)])
  func reads(_ text: String, _ moment: HistoryMoment?) {
    #expect(HistoryMoment(text) == moment)
  }

  @Test("a moment in words, as an argument and as the history writes it")
  func words() {
    #expect(HistoryMoment.entry(12).words == "before entry 12")
    #expect(HistoryMoment.time(1_795_867_200).words == "before 2026-11-28 12:00:00 UTC")
    #expect(HistoryMoment.time(1_795_867_200).argument == "2026-11-28T12:00:00Z")
    #expect(HistoryMoment("#7")?.argument == "#7")
  }
}
