internal import Foundation

/// Times of one thing, in microseconds.
struct Samples {
  private(set) var values: [Double] = []

  mutating func add(_ value: Double) { values.append(value) }

  /// The value below which this share of the samples lies.
  func quantile(_ share: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  var median: Double { quantile(0.5) }
}

/// The same work done by Permscope and by the floor.
struct Comparison {
  var ours = Samples()
  var floor = Samples()

  /// Runs both on every item, turn by turn in small blocks, so that a busy machine slows both alike.
  ///
  /// The first round over the items is the caller's: it compares answers, and warms both.
  static func interleaved<Item>(
    _ items: [Item], rounds: Int, block: Int, ours: (Item) throws -> Void, floor: (Item) throws -> Void
  ) throws -> Comparison {
    var comparison = Comparison()
    for round in 0..<rounds {
      for start in stride(from: 0, to: items.count, by: block) {
        let part = items[start..<min(start + block, items.count)]
        // Who goes first changes, because the second finds the pages warm.
        if (round + start / block).isMultiple(of: 2) {
          for item in part { comparison.ours.add(try Clock.microseconds { try ours(item) }) }
          for item in part { comparison.floor.add(try Clock.microseconds { try floor(item) }) }
        } else {
          for item in part { comparison.floor.add(try Clock.microseconds { try floor(item) }) }
          for item in part { comparison.ours.add(try Clock.microseconds { try ours(item) }) }
        }
      }
    }
    return comparison
  }
}

/// The monotonic clock.
enum Clock {
  /// In microseconds since some moment.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }

  static func microseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now
    try body()
    return now - start
  }
}

/// Numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
