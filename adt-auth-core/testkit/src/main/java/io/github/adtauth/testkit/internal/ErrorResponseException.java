package io.github.adtauth.testkit.internal;

/** Ends an operation with an error response of Graph or Azure Resource Manager. */
public final class ErrorResponseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String text;

  public ErrorResponseException(int status, String code, String text) {
    super(status + " " + code + ": " + text, null, false, false);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  public static ErrorResponseException badRequest(String code, String text) {
    return new ErrorResponseException(400, code, text);
  }

  public static ErrorResponseException badRequest(String text) {
    return badRequest("Request_BadRequest", text);
  }

  public static ErrorResponseException invalidProperty(String property, String type) {
    return badRequest(
        "Invalid value specified for property '" + property + "' of resource '" + type + "'.");
  }

  public static ErrorResponseException conflict(String text) {
    return new ErrorResponseException(409, "Request_MultipleObjectsWithSameKeyValue", text);
  }

  public static ErrorResponseException denied() {
    return new ErrorResponseException(
        403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
  }

  /** The transient error of concurrent or closely successive requests. */
  public static ErrorResponseException concurrencyViolation() {
    return new ErrorResponseException(
        409,
        "Directory_ConcurrencyViolation",
        "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.");
  }

  /** The transient error of a replica that does not know the application of a service principal. */
  public static ErrorResponseException missingBackingApplication() {
    return new ErrorResponseException(
        403,
        "Authorization_RequestDenied",
        "When using this permission, the backing application of the service principal being created"
            + " must in the local tenant");
  }

  public static ErrorResponseException notFound(String id) {
    return new ErrorResponseException(
        404,
        "Request_ResourceNotFound",
        "Resource '"
            + id
            + "' does not exist or one of its queried reference-property objects are not present.");
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String text() {
    return text;
  }
}
