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
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.twins.DigitalTwinsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Enforces the packages, the dependencies between them, and the shape of the public API. */
@AnalyzeClasses(
    packages = "io.github.adtauth",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.adtauth";
  private static final String INTERNAL = ROOT + ".internal";
  private static final String MSAL = "com.microsoft.aad.msal4j";

  // Concerns and their dependencies: one exported package and its internal package are one concern

  /** Each concern and the concerns it may depend on; {@link #COMMON} is open to all. */
  private static final Map<String, List<String>> CONCERNS =
      Map.ofEntries(
          Map.entry("text", List.of()),
          Map.entry("files", List.of("text")),
          Map.entry("log", List.of("text")),
          Map.entry("json", List.of()),
          Map.entry("codes", List.of()),
          Map.entry("time", List.of()),
          Map.entry("oauth", List.of("json")),
          Map.entry("root", List.of("json", "codes")),
          Map.entry("store", List.of("root")),
          Map.entry("token", List.of("root", "json", "store")),
          Map.entry("http", List.of("root", "token", "oauth")),
          Map.entry("credential", List.of("root", "json", "token")),
          Map.entry("identity", List.of("root", "json", "codes", "token", "http", "credential")),
          Map.entry(
              "entra",
              List.of("root", "json", "codes", "oauth", "store", "token", "http", "credential")),
          Map.entry(
              "onbehalfof",
              List.of(
                  "root",
                  "json",
                  "codes",
                  "oauth",
                  "store",
                  "token",
                  "http",
                  "credential",
                  "entra")),
          Map.entry(
              "signin",
              List.of(
                  "root",
                  "json",
                  "codes",
                  "oauth",
                  "store",
                  "token",
                  "http",
                  "credential",
                  "identity",
                  "entra",
                  "onbehalfof")),
          Map.entry("twins", List.of("root", "json", "oauth", "token", "http")),
          Map.entry(
              "registration",
              List.of("root", "json", "oauth", "token", "http", "credential", "signin")),
          Map.entry(
              "doctor",
              List.of(
                  "root",
                  "json",
                  "codes",
                  "oauth",
                  "token",
                  "http",
                  "credential",
                  "signin",
                  "onbehalfof")),
          Map.entry("store.redis", List.of("root", "store")),
          Map.entry("metrics", List.of("root")));

  /** Further packages of a concern, besides the exported one and the internal one of its name. */
  private static final Map<String, List<String>> FURTHER_PACKAGES =
      Map.of(
          "token", List.of(INTERNAL + ".cache"),
          "twins", List.of(ROOT + ".twins.bulk", INTERNAL + ".rest"));

  private static final List<String> COMMON = List.of("text", "files", "log", "time");

  /** Internal packages that other concerns may use, and which; the common ones are open to all. */
  private static final Map<String, List<String>> INTERNALS_USED_BY =
      Map.ofEntries(
          Map.entry("identity", List.of("signin")),
          Map.entry("entra", List.of("onbehalfof", "signin")),
          Map.entry("onbehalfof", List.of("signin")),
          Map.entry(
              "http",
              List.of(
                  "identity", "entra", "onbehalfof", "signin", "twins", "registration", "doctor")),
          Map.entry("credential", List.of("entra", "onbehalfof", "signin", "doctor")),
          Map.entry("codes", List.of("root", "entra", "onbehalfof", "identity", "doctor")),
          Map.entry(
              "json",
              List.of(
                  "root",
                  "oauth",
                  "token",
                  "credential",
                  "identity",
                  "entra",
                  "onbehalfof",
                  "signin",
                  "twins",
                  "registration",
                  "doctor")),
          Map.entry("oauth", List.of("http", "entra", "onbehalfof", "twins", "registration")),
          Map.entry("store", List.of("token", "onbehalfof", "signin")),
          Map.entry(
              "token",
              List.of("http", "entra", "onbehalfof", "signin", "identity", "twins", "doctor")));

  @ArchTest static final ArchRule dependenciesPointOneWay = concerns();

  @ArchTest
  static final ArchRule internalPackagesAreUsedByTheirConcernOnly =
      classes()
          .should(
              new ArchCondition<JavaClass>("use no internal package of another concern") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  String from = concern(item);
                  item.getDirectDependenciesFromSelf().stream()
                      .filter(d -> d.getTargetClass().getPackageName().startsWith(INTERNAL + "."))
                      .filter(d -> !mayUseInternal(from, concern(d.getTargetClass())))
                      .forEach(
                          d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
                }
              });

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass item) {
                  return SliceIdentifier.of(concern(item));
                }

                @Override
                public String getDescription() {
                  return "concerns";
                }
              })
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(
              hold(
                  "live in a @NullMarked package",
                  item -> item.getPackage().isAnnotatedWith(NullMarked.class)));

  @ArchTest
  static final ArchRule onlyEntraDependsOnMsal =
      noClasses()
          .that()
          .resideOutsideOfPackage(INTERNAL + ".entra")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(MSAL + "..");

  @ArchTest
  static final ArchRule noTypeOfMsalLeaves =
      codeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage(INTERNAL + "..")
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
          .resideOutsideOfPackage(INTERNAL + "..")
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
          .and(describe("are not an exception with subtypes", c -> !hasSubtypes(c)))
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule exceptionsShareOneRoot =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .and()
          .resideOutsideOfPackage(INTERNAL + "..")
          .and()
          .arePublic()
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

  private static ArchRule concerns() {
    LayeredArchitecture concerns =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true); // some have no internal package
    for (String concern : CONCERNS.keySet()) {
      concerns =
          concern.equals("root")
              ? concerns.layer(concern).definedBy(ROOT)
              : concerns.layer(concern).definedBy(packages(concern));
    }
    for (Map.Entry<String, List<String>> concern : CONCERNS.entrySet()) {
      List<String> allowed = new ArrayList<>(concern.getValue());
      if (!COMMON.contains(concern.getKey())) {
        allowed.addAll(COMMON);
      }
      LayeredArchitecture.LayerDependencySpecification layer =
          concerns.whereLayer(concern.getKey());
      concerns =
          allowed.isEmpty()
              ? layer.mayNotAccessAnyLayer()
              : layer.mayOnlyAccessLayers(allowed.toArray(String[]::new));
    }
    return concerns.ensureAllClassesAreContainedInArchitecture();
  }

  private static boolean mayUseInternal(String from, String internal) {
    return from.equals(internal)
        || COMMON.contains(internal)
        || INTERNALS_USED_BY.getOrDefault(internal, List.of()).contains(from);
  }

  private static String concern(JavaClass item) {
    String name = item.getPackageName();
    if (name.equals(ROOT)) {
      return "root";
    }
    String parent = name.startsWith(INTERNAL + ".") ? INTERNAL : ROOT;
    String last = name.startsWith(parent + ".") ? name.substring(parent.length() + 1) : name;
    return FURTHER_PACKAGES.entrySet().stream()
        .filter(further -> further.getValue().contains(name))
        .map(Map.Entry::getKey)
        .findAny()
        .orElse(last);
  }

  private static String[] packages(String concern) {
    List<String> packages = new ArrayList<>(FURTHER_PACKAGES.getOrDefault(concern, List.of()));
    packages.add(ROOT + "." + concern);
    packages.add(INTERNAL + "." + concern);
    return packages.toArray(String[]::new);
  }

  /** The one exception that has children: what the service says, by status. */
  private static boolean hasSubtypes(JavaClass item) {
    return item.isEquivalentTo(DigitalTwinsException.class)
        || item.isEquivalentTo(InteractionRequiredException.class);
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
