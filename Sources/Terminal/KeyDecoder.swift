import Frame

/// Makes events of the bytes that a terminal sends.
///
/// The bytes are read here and not by curses: `get_wch` loses a character whose bytes don't arrive together,
/// and gives the rest of a sequence that it doesn't know (`ESC [ 1 ; 13 C`) as keys, which would then act.
/// Pure: it knows no terminal and is told the time, in milliseconds.
struct KeyDecoder {
  private enum State {
    case ground
    case escape
    /// What came after ESC, from `[` or `O` on.
    case sequence([UInt8])
    /// The first bytes of a character, and how many it has.
    case character([UInt8], count: Int)
    case paste(PasteCollector)
    /// The rest of a mouse report in the old format, in bytes.
    case skip(Int)
  }

  /// Milliseconds after which a paste that doesn't end is taken as it is.
  private static let pasteDelay = 2000
  /// No key sends a longer sequence.
  private static let longest = 64

  private let escapeDelay: Int
  private let described: [[UInt8]: Key]
  private var state = State.ground
  private var mouse = MouseReports()
  private var lastByte = 0
  private var events: [Event] = []

  /// - Parameters:
  ///   - escapeDelay: Milliseconds after which ESC is the key and not the start of a sequence.
  ///   - described: Sequences that the terminal type itself names, without their ESC.
  init(escapeDelay: Int = 25, described: [[UInt8]: Key] = [:]) {
    self.escapeDelay = escapeDelay
    self.described = described
  }

  /// When `expire` is to be called if no byte comes before; none if nothing is unfinished.
  var deadline: Int? {
    switch state {
    case .ground: nil
    case .paste: lastByte + Self.pasteDelay
    default: lastByte + escapeDelay
    }
  }

  mutating func feed(_ bytes: some Sequence<UInt8>, now: Int) -> [Event] {
    lastByte = now
    for byte in bytes { take(byte) }
    return takeEvents()
  }

  /// Ends what has been waiting for more bytes until its deadline.
  mutating func expire(now: Int) -> [Event] {
    guard let deadline, now >= deadline else { return [] }
    let unfinished = state
    state = .ground
    switch unfinished {
    case .escape:
      press(.escape)
    case .sequence(let bytes) where bytes.count == 1:
      // Alt and `[` or `O`, which terminals send as ESC and the character.
      press(.escape)
      press(.character(Character(Unicode.Scalar(bytes[0]))))
    case .paste(let collector):
      events.append(.paste(collector.text()))
    case .ground, .sequence, .character, .skip:
      break
    }
    return takeEvents()
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeFirst(byte)
    case .escape: takeAfterEscape(byte)
    case .sequence(let bytes): takeInSequence(bytes, byte)
    case .character(let bytes, let count): takeInCharacter(bytes, byte, count: count)
    case .paste(var collector):
      let ended = collector.take(byte)
      state = ended ? .ground : .paste(collector)
      if ended { events.append(.paste(collector.text())) }
    case .skip(let count):
      state = count > 1 ? .skip(count - 1) : .ground
    }
  }

  private mutating func takeFirst(_ byte: UInt8) {
    state = .ground
    switch byte {
    case 0x1B: state = .escape
    case 0x00: press(.control(" "))
    case 0x08, 0x7F: press(.backspace)
    case 0x09: press(.tab)
    case 0x0A, 0x0D: press(.enter)
    case 0x01...0x1A: press(.control(Character(Unicode.Scalar(byte + 0x60))))
    case 0x1C...0x1E: press(.control(Character(Unicode.Scalar(byte + 0x40))))
    // Ctrl-_ is what terminals send for Ctrl-/ as well.
    case 0x1F: press(.control("_"))
    case 0x20...0x7E: press(.character(Character(Unicode.Scalar(byte))))
    case 0xC2...0xDF: state = .character([byte], count: 2)
    case 0xE0...0xEF: state = .character([byte], count: 3)
    case 0xF0...0xF4: state = .character([byte], count: 4)
    default: break
    }
  }

  private mutating func takeAfterEscape(_ byte: UInt8) {
    if let key = described[[byte]] {
      state = .ground
      press(key)
    } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
      state = .sequence([byte])
    } else {
      press(.escape)
      takeFirst(byte)
    }
  }

  private mutating func takeInSequence(_ bytes: [UInt8], _ byte: UInt8) {
    // A sequence never holds these: it was cut off, and something else begins.
    guard (0x20...0x7E).contains(byte), bytes.count < Self.longest else { return takeFirst(byte) }
    let whole = bytes + [byte]
    let opensConsoleKey = whole == Array("[[".utf8)
    guard (0x40...0x7E).contains(byte), !opensConsoleKey else {
      state = .sequence(whole)
      return
    }
    state = .ground
    switch whole {
    case Array("[200~".utf8): state = .paste(PasteCollector())
    case Array("[M".utf8): state = .skip(3)
    default:
      if let key = described[whole] ?? KeySequences.key(whole) {
        press(key)
      } else if let event = mouse.event(whole, now: lastByte) {
        events.append(event)
      }
    }
  }

  private mutating func takeInCharacter(_ bytes: [UInt8], _ byte: UInt8, count: Int) {
    guard (0x80...0xBF).contains(byte) else { return takeFirst(byte) }
    let whole = bytes + [byte]
    guard whole.count == count else {
      state = .character(whole, count: count)
      return
    }
    state = .ground
    // Malformed bytes and the control characters above ASCII are no keys.
    guard let text = String(validating: whole, as: UTF8.self), let scalar = text.unicodeScalars.first,
      scalar.value >= 0xA0
    else { return }
    press(.character(Character(scalar)))
  }

  private mutating func press(_ key: Key) { events.append(.key(key)) }

  private mutating func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }
}
