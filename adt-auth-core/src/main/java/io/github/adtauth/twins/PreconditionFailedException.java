package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import java.util.List;

/**
 * Something is there already ({@link CallOption#ifAbsent}), or was changed meanwhile ({@link
 * CallOption#ifMatch}): 412.
 */
public final class PreconditionFailedException extends DigitalTwinsException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception of its details and what the service adds. */
  public PreconditionFailedException(ErrorDetails details, List<Detail> further) {
    super(details, further);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new PreconditionFailedException(copy, details());
  }
}
