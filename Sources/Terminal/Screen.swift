import CNcurses
public import Frame
import Glibc

/// The terminal's screen, from opening to closing. To be used on one thread, one at a time.
public final class Screen {
  public struct Options: Sendable {
    public var theme: Theme
    /// Whether mouse presses are events; while they are, the terminal's own selection needs Shift.
    public var mouse: Bool

    public init(theme: Theme = .dark, mouse: Bool = true) {
      self.theme = theme
      self.mouse = mouse
    }
  }

  /// The size in cells, as of the last `.resize` event.
  public private(set) var size: Size
  let device: Device
  var decoder: KeyDecoder
  private let takesSequences: Bool
  private let noColor: Bool
  private var painter: Painter
  private var mouse: Bool
  /// What the terminal shows now.
  private var shown: Frame?
  private var sizeMayDiffer = false
  private var isOpen = true

  /// Takes over the terminal of this process.
  ///
  /// `NO_COLOR` in the environment, if it isn't empty, turns every theme into the one without colours.
  public static func open(options: Options = Options()) throws(Terminal.Failure) -> Screen {
    try Screen(device: Device.ofProcess(), options: options)
  }

  init(
    device: Device, options: Options, noColor: Bool = environment("NO_COLOR") != nil
  ) throws(Terminal.Failure) {
    let unicode = cn_choose_locale()
    do {
      try device.check()
    } catch {
      device.closeOwned()
      throw error
    }
    takesSequences = cn_takes_ecma48()
    // Standard error that goes to a file can't spoil the screen.
    let capture = isatty(STDERR_FILENO) == 1
    guard cn_guard_install(device.input, device.output, takesSequences, capture) else {
      device.closeOwned()
      throw .cannotOpen
    }
    guard cn_open(device.type, device.input, device.output) else {
      cn_guard_remove()
      device.closeOwned()
      throw .cannotOpen
    }
    self.device = device
    mouse = options.mouse
    self.noColor = noColor
    painter = Painter(theme: noColor ? .mono : options.theme, unicode: unicode)
    size = Size(width: Int(cn_width()), height: Int(cn_height()))
    let escapeDelay = environment("ESCDELAY").flatMap(Int.init) ?? 25
    let described = KeySequences.described { name in
      cn_capability(name).map { Array(String(cString: $0).utf8) }
    }
    decoder = KeyDecoder(escapeDelay: min(max(escapeDelay, 1), 2000), described: described)
    if let reported = device.size(), reported != size { adopt(reported) }
    enterModes()
  }

  deinit { close() }

  /// Shows a frame; sends what differs from the one before, and nothing if nothing does.
  public func show(_ frame: Frame) {
    guard isOpen, frame != shown else { return }
    let comparable = shown?.size == frame.size ? shown : nil
    for y in 0..<size.height where comparable == nil || comparable?.row(y) != frame.row(y) {
      painter.paint(row: y, of: frame, width: size.width)
    }
    shown = frame
    if let cursor = frame.cursor, cursor.x < size.width, cursor.y < size.height {
      cn_park(Int32(cursor.x), Int32(cursor.y))
    } else {
      cn_park(-1, -1)
    }
    update()
  }

  /// Sends the whole screen again, for when something else has written to the terminal.
  public func redrawAll() {
    guard isOpen else { return }
    cn_forget_contents()
    update()
  }

  public func setMouse(_ enabled: Bool) {
    mouse = enabled
    send(enabled ? ControlSequences.mouseOn : ControlSequences.mouseOff)
  }

  public func setTheme(_ theme: Theme) {
    painter.setTheme(noColor ? .mono : theme)
    guard let frame = shown else { return }
    shown = nil
    show(frame)
  }

  /// Asks the terminal to put text on the clipboard; false if the text is too long or the terminal too old.
  ///
  /// That it is true doesn't mean that the terminal does so: many are set not to.
  @discardableResult
  public func copyToClipboard(_ text: String) -> Bool {
    guard isOpen, takesSequences, let sequence = ControlSequences.copy(text) else { return false }
    device.write(sequence)
    return true
  }

  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again when it goes on.
  public func suspend() {
    guard isOpen else { return }
    leaveModes()
    cn_pause()
    cn_guard_stop()
    resume()
  }

  /// Gives the terminal back as it was. Doing so twice is harmless.
  public func close() {
    guard isOpen else { return }
    leaveModes()
    isOpen = false
    cn_close()
    cn_guard_remove()
    device.closeOwned()
  }

  /// Takes the terminal again after the process was stopped.
  func resume() {
    guard isOpen else { return }
    cn_pause()
    enterModes()
    update()
    sizeMayDiffer = true
  }

  /// Makes the next `takeResize` look at the size.
  func noteResize() { sizeMayDiffer = true }

  /// The new size of the terminal, once for each change.
  func takeResize() -> Size? {
    guard isOpen, sizeMayDiffer else { return nil }
    sizeMayDiffer = false
    guard let reported = device.size(), reported != size else { return nil }
    adopt(reported)
    return reported
  }

  /// What curses has in one row, for tests.
  func text(row y: Int) -> String { Painter.text(row: y, width: size.width) }

  private func adopt(_ newSize: Size) {
    cn_resize(Int32(newSize.width), Int32(newSize.height))
    size = newSize
    shown = nil
  }

  private func update() {
    send(ControlSequences.beginUpdate)
    cn_update()
    send(ControlSequences.endUpdate)
  }

  private func enterModes() {
    send(ControlSequences.pasteOn + (mouse ? ControlSequences.mouseOn : ""))
  }

  private func leaveModes() {
    send(ControlSequences.mouseOff + ControlSequences.pasteOff)
  }

  private func send(_ sequence: String) {
    if isOpen, takesSequences { device.write(sequence) }
  }
}
