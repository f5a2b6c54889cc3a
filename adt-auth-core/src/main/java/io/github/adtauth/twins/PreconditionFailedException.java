package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import java.util.List;

/**
 * Thrown if the instance responds with status 412: an object already exists ({@link
 * CallOption#ifAbsent}) or its ETag has changed ({@link CallOption#ifMatch}).
 */
public final class PreconditionFailedException extends DigitalTwinsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception from its details and the details that the service sent. */
  public PreconditionFailedException(ErrorDetails details, List<Detail> further) {
    super(details, further);
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new PreconditionFailedException(copy, details());
  }
}
