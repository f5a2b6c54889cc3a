package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.internal.text.ValueText;
import java.io.Serializable;
import java.util.List;

/**
 * Thrown if Digital Twins rejects an operation. {@link #errorCode()} is the code of the service,
 * such as {@code ValidationFailed} or {@code ModelIdAlreadyExists}; new codes may be added. A
 * subclass exists for each rejection that callers usually handle.
 */
public class DigitalTwinsException extends AdtException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // the lists of List.copyOf are serializable
  private final List<Detail> further;

  /** Creates an exception from its details and the details that the service sent. */
  public DigitalTwinsException(ErrorDetails details, List<Detail> further) {
    super(details);
    this.further = List.copyOf(further);
  }

  /**
   * A single error within the error response.
   *
   * @param code error code of the service, or an empty string
   * @param message error message of the service
   */
  public record Detail(String code, String message) implements Serializable {
    /** Returns a description on one line, in which tokens and signatures are hidden. */
    @Override
    public String toString() {
      return new ValueText("Detail").add("code", code).add("message", message).toString();
    }
  }

  /** Returns the individual errors that the service listed. Often empty. */
  public final List<Detail> details() {
    return further;
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new DigitalTwinsException(copy, further);
  }
}
