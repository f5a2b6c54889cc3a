package io.github.adtauth;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.twins.DigitalTwinsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Each room and the rooms it may use, as the design has them. */
  private static final Map<String, List<String>> ROOMS =
      Map.ofEntries(
          Map.entry("root", List.of()),
          Map.entry("store", List.of("root")),
          Map.entry("token", List.of("root", "store")),
          Map.entry("http", List.of("root", "token")),
          Map.entry("credential", List.of("root", "token")),
          Map.entry("identity", List.of("root", "token", "http")),
          Map.entry("signin", List.of("root", "store", "token", "http", "credential", "identity")),
          Map.entry("twins", List.of("root", "token", "http")),
          Map.entry("middletier", List.of("root", "token")),
          Map.entry("registration", List.of("root", "token", "http", "signin")),
          Map.entry("doctor", List.of("root", "token", "http", "credential", "signin")),
          Map.entry("store.redis", List.of("root", "store")),
          Map.entry("metrics", List.of("root")));

  @ArchTest static final ArchRule roomsPointOneWay = rooms();

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
          .and()
          .arePublic() // what stays in its room is the room's own business
          .and(describe("are not the one that OkHttp can carry", c -> !isTheCarrier(c)))
          .should()
          .beAssignableTo(AdtException.class);

  @ArchTest
  static final ArchRule exceptionsAreNamedSo =
      classes()
          .that()
          .areAssignableTo(Exception.class)
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

  private static ArchRule rooms() {
    LayeredArchitecture rooms =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true); // some are not built yet
    for (String room : ROOMS.keySet()) {
      rooms = rooms.layer(room).definedBy(room.equals("root") ? ROOT : ROOT + "." + room);
    }
    for (Map.Entry<String, List<String>> room : ROOMS.entrySet()) {
      rooms =
          room.getValue().isEmpty()
              ? rooms.whereLayer(room.getKey()).mayNotAccessAnyLayer()
              : rooms
                  .whereLayer(room.getKey())
                  .mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
    }
    return rooms.ensureAllClassesAreContainedInArchitecture();
  }

  /** The one exception that has children: what the service says, by status. */
  private static boolean isTheServicesError(JavaClass item) {
    return item.isEquivalentTo(DigitalTwinsException.class);
  }

  private static boolean isTheCarrier(JavaClass item) {
    return item.isEquivalentTo(AuthenticatedCallException.class);
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
