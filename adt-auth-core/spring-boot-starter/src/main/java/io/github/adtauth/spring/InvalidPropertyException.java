package io.github.adtauth.spring;

/** A property is missing, invalid or contradicts another one. Never contains a secret. */
final class InvalidPropertyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String action;

  /**
   * Creates an exception.
   *
   * @param problem what is wrong, with the name of the property
   * @param action what to do
   */
  InvalidPropertyException(String problem, String action) {
    super(problem + " " + action);
    this.action = action;
  }

  InvalidPropertyException(String problem, String action, Throwable cause) {
    super(problem + " " + action, cause);
    this.action = action;
  }

  String problem() {
    String message = String.valueOf(getMessage());
    return message.substring(0, message.length() - action.length()).strip();
  }

  String action() {
    return action;
  }
}
