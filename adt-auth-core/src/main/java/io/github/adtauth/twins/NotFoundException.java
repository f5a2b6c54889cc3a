package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import java.util.List;

/**
 * There is no such twin, relationship, component or model: 404 with the service's own error code.
 */
public final class NotFoundException extends DigitalTwinsException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details and what the service adds. */
  public NotFoundException(ErrorDetails details, List<Detail> further) {
    super(details, further);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new NotFoundException(copy, details());
  }
}
