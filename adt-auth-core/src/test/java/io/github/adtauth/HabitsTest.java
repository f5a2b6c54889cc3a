package io.github.adtauth;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.adtauth.internal.os.OperatingSystem;
import java.io.File;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Forbids secrets in strings, direct access to the system clock, and printing. */
@AnalyzeClasses(
    packages = "io.github.adtauth",
    importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestkit.class})
class HabitsTest {
  /** A record, or a careless log statement, prints a string. */
  @ArchTest
  static final ArchRule secretsAreNotStrings =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .doNotHaveFullyQualifiedName(Secret.class.getName())
          .and()
          .areNotStatic()
          .and()
          .haveNameMatching(
              "(?i).*(secret|password|passphrase|assertion|(access|refresh|id|bearer)token"
                  + "|devicecode|authorizationcode|verifier|privatekey)")
          .should()
          .haveRawType(String.class)
          .orShould()
          .haveRawType(char[].class)
          .orShould()
          .haveRawType(byte[].class);

  // Time, waiting, locks and output

  @ArchTest
  static final ArchRule onlyTimingReadsTheClock =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Timing.class)
          .should()
          .accessTargetWhere(
              describe(
                  "it reads the system clock",
                  access ->
                      isCallOf(access, System.class, "currentTimeMillis|nanoTime")
                          || isCallOf(access, Clock.class, "system.*|tick.*")
                          || (access.getTargetOwner().getPackageName().equals("java.time")
                              && access.getName().equals("now"))));

  @ArchTest
  static final ArchRule onlyTimingSleeps =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Timing.class)
          .should()
          .accessTargetWhere(
              describe(
                  "it sleeps",
                  access ->
                      isCallOf(access, Thread.class, "sleep")
                          || isCallOf(access, TimeUnit.class, "sleep")));

  /** {@link OperatingSystem} can be replaced in tests, so that they run the code of any system. */
  @ArchTest
  static final ArchRule onlyOperatingSystemKnowsThePlatform =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "it depends on the platform",
                  access ->
                      access.getTargetOwner().isEquivalentTo(File.class)
                          && access.getName().matches("separator(Char)?|pathSeparator(Char)?")));

  @ArchTest
  static final ArchRule methodsAreNotSynchronized =
      noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

  @ArchTest static final ArchRule noPrinting = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule slf4jOnly = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest static final ArchRule noGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /** {@code String.toLowerCase} takes a minute for a text of some hundred thousand İ. */
  @ArchTest
  static final ArchRule lowerCaseIsConvertedByAscii =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "it converts the case of a string",
                  access -> isCallOf(access, String.class, "toLowerCase|toUpperCase")));

  /** Returns whether an access is a call or a method reference of an owner's method. */
  private static boolean isCallOf(JavaAccess<?> access, Class<?> owner, String name) {
    return access.getTargetOwner().isEquivalentTo(owner) && access.getName().matches(name);
  }
}
