package io.github.adtauth.testkit.twins;

import java.util.List;
import mockwebserver3.MockResponse;

/** Ends an operation with an error answer. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient MockResponse answer;

  Refused(String message, MockResponse answer) {
    super(message, null, false, false);
    this.answer = answer;
  }

  static Refused error(int status, String code, String message) {
    return new Refused(message, Answers.error(status, code, message, List.of()));
  }

  /** A 400 ValidationFailed with one entry in {@code details} per problem, as recorded. */
  static Refused validation(String message, List<String> problems) {
    return new Refused(
        message + ": " + problems, Answers.error(400, "ValidationFailed", message, problems));
  }

  MockResponse answer() {
    return answer;
  }
}
