import ArgumentParser
import Authorization
import AuthorizationStore

/// How a command ends when there is no answer.
enum Failure {
  /// Runs a command and turns what goes wrong into a sentence and an exit status.
  static func reporting(json: Bool, _ body: () throws -> ExitCode) throws {
    let code: ExitCode
    do {
      code = try body()
    } catch let error as StoreError {
      report(error.code.rawValue, error.message, error.didYouMean, json: json)
      code = ExitCode(2)
    } catch let raised as RaisedException {
      report(
        StoreError.Code.raised.rawValue, "the real system raises \(raised.className): \(raised.text)", [],
        json: json)
      code = ExitCode(2)
    } catch let error as SettingsError {
      report("settings", error.message, [], json: json)
      code = ExitCode(2)
    } catch let error as ExitCode {
      code = error
    } catch {
      // Whatever it is, it is no answer; status 1 would read as "denied".
      report(StoreError.Code.failed.rawValue, "\(error)", [], json: json)
      code = ExitCode(2)
    }
    if code != .success { throw code }
  }

  static func report(_ code: String, _ message: String, _ close: [String], json: Bool) {
    if json {
      Printer.json(
        .record([
          "error": .record([
            "code": JSONValue(code), "message": JSONValue(message),
            "did_you_mean": .array(close.map { JSONValue($0) }),
          ])
        ]))
      return
    }
    Printer.error("permscope: \(message)")
    if let question = Suggestions.question(close) { Printer.error(question) }
  }
}
