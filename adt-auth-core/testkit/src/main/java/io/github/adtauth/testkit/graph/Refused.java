package io.github.adtauth.testkit.graph;

/** Ends an operation with an error answer. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String text;

  Refused(int status, String code, String text) {
    super(status + " " + code + ": " + text, null, false, false);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  static Refused badRequest(String code, String text) {
    return new Refused(400, code, text);
  }

  static Refused badRequest(String text) {
    return badRequest("Request_BadRequest", text);
  }

  static Refused invalid(String property, String type) {
    return badRequest(
        "Invalid value specified for property '" + property + "' of resource '" + type + "'.");
  }

  static Refused conflict(String text) {
    return new Refused(409, "Request_MultipleObjectsWithSameKeyValue", text);
  }

  static Refused denied() {
    return new Refused(
        403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
  }

  /** Two requests at once, or one soon after another; it passes. */
  static Refused concurrency() {
    return new Refused(
        409,
        "Directory_ConcurrencyViolation",
        "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.");
  }

  /** The replica does not know the application of a service principal; it passes. */
  static Refused backingApplication() {
    return new Refused(
        403,
        "Authorization_RequestDenied",
        "When using this permission, the backing application of the service principal being created"
            + " must in the local tenant");
  }

  static Refused notFound(String id) {
    return new Refused(
        404,
        "Request_ResourceNotFound",
        "Resource '"
            + id
            + "' does not exist or one of its queried reference-property objects are not present.");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    return text;
  }
}
