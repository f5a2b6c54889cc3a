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
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** What code may not do in passing: keep secrets as text, ask the machine for the time, print. */
@AnalyzeClasses(
    packages = "io.github.adtauth",
    importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestkit.class})
class HabitsTest {
  /** What it holds is printed by a record and by any careless line of logging. */
  @ArchTest
  static final ArchRule secretsAreNoStrings =
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
  static final ArchRule timeComesFromTiming =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Timing.class)
          .should()
          .accessTargetWhere(
              describe(
                  "it is the machine's time",
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

  @ArchTest
  static final ArchRule locksAreObjectsNotMethods =
      noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

  @ArchTest static final ArchRule noPrinting = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule slf4jOnly = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest static final ArchRule noGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /** The JDK takes a minute for some hundred thousand İ; {@code Ascii} reads a text once. */
  @ArchTest
  static final ArchRule lowerCaseIsOfAscii =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "it changes the case of a text",
                  access -> isCallOf(access, String.class, "toLowerCase|toUpperCase")));

  /** Calls and method references alike. */
  private static boolean isCallOf(JavaAccess<?> access, Class<?> owner, String name) {
    return access.getTargetOwner().isEquivalentTo(owner) && access.getName().matches(name);
  }
}
