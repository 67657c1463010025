import Authorization
import Testing

@Suite struct PythonJSONTests {
  /// The right-hand sides are what `json.dumps(json.loads(…))` gives.
  @Test(
    "values are written as Python writes what it reads",
    arguments: [
      (#"[1,2,{"a":null,"b":[true,false]}]"#, #"[1, 2, {"a": null, "b": [true, false]}]"#),
      ("[]", "[]"), ("{}", "{}"), (#"{"b":1,"a":2,"b":3}"#, #"{"b": 3, "a": 2}"#),
      ("\"\u{E9}e\u{301}\u{1F600}\u{7F}\u{2028}/\"", #""\u00e9e\u0301\ud83d\ude00\u007f\u2028/""#),
      (#""\u0000\u001f\"\\\b\f\n\r\t\/""#, #""\u0000\u001f\"\\\b\f\n\r\t/""#),
      ("-0", "0"), ("9223372036854775808", "9223372036854775808"), ("-12", "-12"),
    ])
  func values(text: String, python: String) throws {
    let found = try JSONValue(parsing: text).pythonText
    #expect(Name(found) == Name(python))
  }

  @Test(
    "floating-point numbers are written as `repr` does",
    arguments: [
      ("1.50", "1.5"), ("1E5", "100000.0"), ("0e5", "0.0"), ("-0.0", "-0.0"), ("100.0", "100.0"),
      ("0.0001", "0.0001"), ("0.00001234", "1.234e-05"), ("1e-5", "1e-05"), ("1e15", "1000000000000000.0"),
      ("1e16", "1e+16"), ("12345678901234567.0", "1.2345678901234568e+16"),
      ("9007199254740993.0", "9007199254740992.0"), ("-1.5E+10", "-15000000000.0"),
      ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"), ("2.5e-7", "2.5e-07"),
      ("123.456", "123.456"), ("1e22", "1e+22"),
      // Python reads infinity and cannot write it as JSON.
      ("1e400", "1e400"),
    ])
  func numbers(text: String, python: String) throws {
    let found = try JSONValue(parsing: text).pythonText
    #expect(found == python)
  }
}
