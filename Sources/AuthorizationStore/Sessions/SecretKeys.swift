internal import Crypto
import Foundation

/// The project's `SECRET_KEY`, with which Django signs sessions, and its `SECRET_KEY_FALLBACKS`.
///
/// They come from the environment and are never shown, stored or logged.
public struct SecretKeys: Sendable, Hashable {
  private let keys: [String]

  /// - Parameter text: `SECRET_KEY`, and a fallback on each further line.
  public init?(_ text: String?) {
    let keys = (text ?? "").split(separator: "\n").map(String.init)
    guard !keys.isEmpty else { return nil }
    self.keys = keys
  }

  /// Whether the session was signed with one of the keys (`django.core.signing.TimestampSigner`).
  ///
  /// - Parameters:
  ///   - value: data and timestamp, with the colon between them.
  ///   - signature: URL-safe base64 without padding.
  func verify(_ value: String, signature: String) -> Bool {
    guard let bytes = SessionEncoding.base64(signature[...].utf8) else { return false }
    return isValid(bytes, of: value, salt: "django.contrib.sessions.SessionStoresigner")
  }

  /// Whether a session's `_auth_user_hash` is that of a password (`AbstractBaseUser.get_session_auth_hash`).
  func verify(passwordHash: String, of password: String) -> Bool {
    guard let bytes = Self.hexadecimal(passwordHash) else { return false }
    return isValid(
      bytes, of: password, salt: "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash")
  }

  /// `django.utils.crypto.salted_hmac` with SHA-256, compared in constant time.
  private func isValid(_ code: [UInt8], of value: String, salt: String) -> Bool {
    keys.contains { key in
      let derived = SymmetricKey(data: SHA256.hash(data: Data((salt + key).utf8)))
      return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(value.utf8), using: derived)
    }
  }

  private static func hexadecimal(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2), digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
    else {
      return nil
    }
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
  }
}
