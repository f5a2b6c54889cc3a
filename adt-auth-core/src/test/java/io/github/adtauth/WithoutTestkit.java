package io.github.adtauth;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Leaves out the test kit, which is on the class path of the tests beside the library. */
final class WithoutTestkit implements ImportOption {
  @Override
  public boolean includes(Location location) {
    return !location.contains("/io/github/adtauth/testkit/");
  }
}
