package io.github.adtauth;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Excludes the test kit, which is also on the class path of the tests. */
final class WithoutTestkit implements ImportOption {
  @Override
  public boolean includes(Location location) {
    return !location.contains("/io/github/adtauth/testkit/");
  }
}
