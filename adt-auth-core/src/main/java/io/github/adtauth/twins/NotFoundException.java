package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import java.util.List;

/**
 * Thrown if a twin, relationship, component or model does not exist: status 404 with an error code
 * of the service.
 */
public final class NotFoundException extends DigitalTwinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception from its details and the details that the service sent. */
  public NotFoundException(ErrorDetails details, List<Detail> further) {
    super(details, further);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new NotFoundException(copy, details());
  }
}
