package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import java.util.List;

/**
 * Thrown if the instance responds with status 403: the user or application lacks a role on the
 * instance. A new role assignment takes effect after some minutes.
 */
public final class AccessDeniedException extends DigitalTwinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception from its details and the details that the service sent. */
  public AccessDeniedException(ErrorDetails details, List<Detail> further) {
    super(details, further);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new AccessDeniedException(copy, details());
  }
}
