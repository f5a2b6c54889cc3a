package io.github.adtauth;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.twins.DigitalTwinsException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Keeps the shape of the code: the rooms, their arrows, one rule per habit. */
@AnalyzeClasses(
    packages = "io.github.adtauth",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.adtauth";
  private static final String MSAL = "com.microsoft.aad.msal4j";

  // Rooms and arrows

  @ArchTest
  static final ArchRule roomsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true) // rooms of the design that are not built yet
          .layer("root")
          .definedBy(ROOT)
          .layer("store")
          .definedBy(ROOT + ".store")
          .layer("token")
          .definedBy(ROOT + ".token")
          .layer("http")
          .definedBy(ROOT + ".http")
          .layer("signin")
          .definedBy(ROOT + ".signin")
          .layer("twins")
          .definedBy(ROOT + ".twins")
          .layer("middletier")
          .definedBy(ROOT + ".middletier")
          .layer("registration")
          .definedBy(ROOT + ".registration")
          .layer("redis")
          .definedBy(ROOT + ".store.redis")
          .layer("metrics")
          .definedBy(ROOT + ".metrics")
          .whereLayer("root")
          .mayNotAccessAnyLayer()
          .whereLayer("store")
          .mayOnlyAccessLayers("root")
          .whereLayer("token")
          .mayOnlyAccessLayers("root", "store")
          .whereLayer("http")
          .mayOnlyAccessLayers("root", "token")
          .whereLayer("signin")
          .mayOnlyAccessLayers("root", "store", "token", "http")
          .whereLayer("twins")
          .mayOnlyAccessLayers("root", "token", "http")
          .whereLayer("middletier")
          .mayOnlyAccessLayers("root", "token")
          .whereLayer("registration")
          .mayOnlyAccessLayers("root", "token", "http", "signin")
          .whereLayer("redis")
          .mayOnlyAccessLayers("root", "store")
          .whereLayer("metrics")
          .mayOnlyAccessLayers("root")
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule noCycles = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(
              hold(
                  "live in a @NullMarked package",
                  item -> item.getPackage().isAnnotatedWith(NullMarked.class)));

  @ArchTest
  static final ArchRule onlySignInTouchesMsal =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".signin")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(MSAL + "..");

  @ArchTest
  static final ArchRule noTypeOfMsalLeaves =
      codeUnits()
          .that()
          .areDeclaredInClassesThat()
          .arePublic()
          .should(
              new ArchCondition<JavaCodeUnit>("show no type of MSAL4J") {
                @Override
                public void check(JavaCodeUnit item, ConditionEvents events) {
                  boolean visible =
                      item.getModifiers().contains(JavaModifier.PUBLIC)
                          || item.getModifiers().contains(JavaModifier.PROTECTED);
                  boolean msal =
                      Stream.concat(
                              Stream.of(item.getReturnType()), item.getParameterTypes().stream())
                          .map(JavaType::getAllInvolvedRawTypes)
                          .flatMap(types -> types.stream())
                          .anyMatch(type -> type.getPackageName().startsWith(MSAL));
                  events.add(
                      new SimpleConditionEvent(item, !(visible && msal), item.getFullName()));
                }
              });

  @ArchTest
  static final ArchRule noPublicTypeIsOneOfMsal =
      classes()
          .that()
          .arePublic()
          .should(
              hold(
                  "extend and implement nothing of MSAL4J",
                  item ->
                      Stream.concat(
                              item.getAllRawSuperclasses().stream(),
                              item.getAllRawInterfaces().stream())
                          .noneMatch(type -> type.getPackageName().startsWith(MSAL))));

  // The public surface

  @ArchTest
  static final ArchRule publicClassesAreFinal =
      classes()
          .that()
          .arePublic()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .and(describe("are not DigitalTwinsException", c -> !isTheServicesError(c)))
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule exceptionsShareOneRoot =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .and(describe("are not the one that OkHttp can carry", c -> !isTheCarrier(c)))
          .should()
          .beAssignableTo(AdtException.class);

  @ArchTest
  static final ArchRule exceptionsAreNamedSo =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .should()
          .haveSimpleNameEndingWith("Exception");

  @ArchTest
  static final ArchRule noOptionalFields = noFields().should().haveRawType(Optional.class);

  @ArchTest
  static final ArchRule noOptionalParameters =
      codeUnits()
          .should(
              holdForCode(
                  "take no Optional",
                  unit ->
                      unit.getRawParameterTypes().stream()
                          .noneMatch(type -> type.isEquivalentTo(Optional.class))));

  /** Builders and details are read by the class they make; a private class has no outside. */
  @ArchTest
  static final ArchRule nonFinalFieldsArePrivate =
      fields()
          .that()
          .areNotFinal()
          .and()
          .areDeclaredInClassesThat(
              describe(
                  "are neither builders, details nor private",
                  c ->
                      !c.getSimpleName().matches(".*(Builder|Details)")
                          && !c.getModifiers().contains(JavaModifier.PRIVATE)))
          .should()
          .bePrivate();

  @ArchTest
  static final ArchRule nonFinalFieldsAreNeverPublic =
      fields().that().areNotFinal().should().notBePublic().andShould().notBeProtected();

  @ArchTest
  static final ArchRule fewParameters =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should(
              holdForCode(
                  "take at most four parameters", unit -> unit.getParameterTypes().size() <= 4));

  // Secrets

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
          .doNotHaveFullyQualifiedName(Timing.class.getName())
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
          .doNotHaveFullyQualifiedName(Timing.class.getName())
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

  /** The one exception that has children: what the service says, by status. */
  private static boolean isTheServicesError(JavaClass item) {
    return item.isEquivalentTo(DigitalTwinsException.class);
  }

  private static boolean isTheCarrier(JavaClass item) {
    return item.isEquivalentTo(AuthenticatedCallException.class);
  }

  /** Calls and method references alike. */
  private static boolean isCallOf(JavaAccess<?> access, Class<?> owner, String name) {
    return access.getTargetOwner().isEquivalentTo(owner) && access.getName().matches(name);
  }

  private static ArchCondition<JavaClass> hold(String what, Predicate<JavaClass> condition) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        events.add(new SimpleConditionEvent(item, condition.test(item), item.getFullName()));
      }
    };
  }

  private static <T extends JavaCodeUnit> ArchCondition<T> holdForCode(
      String what, Predicate<JavaCodeUnit> condition) {
    return new ArchCondition<>(what) {
      @Override
      public void check(T item, ConditionEvents events) {
        events.add(new SimpleConditionEvent(item, condition.test(item), item.getFullName()));
      }
    };
  }
}
