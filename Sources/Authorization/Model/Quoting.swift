extension String {
  /// The text with each occurrence of an ASCII character replaced, byte by byte.
  ///
  /// Swift's own search compares what people see as characters: it passes over a quote that a combining mark follows, and
  /// a name with one would end its quotation.
  public func replacingByte(_ character: Unicode.Scalar, with replacement: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for byte in utf8 {
      if UInt32(byte) == character.value { bytes += replacement.utf8 } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
