package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import java.io.Serializable;
import java.util.List;

/**
 * Digital Twins rejected an operation: the request does not fit, or what is stored. {@link
 * #errorCode()} is the service's code, an open set: {@code ValidationFailed}, {@code
 * ModelIdAlreadyExists}, …. Subclasses are what callers tell apart.
 */
public class DigitalTwinsException extends AdtException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // what List.copyOf gives is serializable
  private final List<Detail> further;

  /** Makes an exception of its details and what the service adds. */
  public DigitalTwinsException(ErrorDetails details, List<Detail> further) {
    super(details);
    this.further = List.copyOf(further);
  }

  /**
   * One of the things that are wrong.
   *
   * @param code the service's code; empty if it gave none
   * @param message the service's sentence
   */
  public record Detail(String code, String message) implements Serializable {}

  /** Returns what is wrong in particular, as the service lists it; often empty. */
  public final List<Detail> details() {
    return further;
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new DigitalTwinsException(copy, further);
  }
}
