package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import java.util.List;

/**
 * Digital Twins does not let this user or application do that: 403. A role on the instance is
 * missing; a new one takes some minutes to work.
 */
public final class AccessDeniedException extends DigitalTwinsException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details and what the service adds. */
  public AccessDeniedException(ErrorDetails details, List<Detail> further) {
    super(details, further);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new AccessDeniedException(copy, details());
  }
}
