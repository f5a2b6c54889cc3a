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
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.Source;
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
import io.github.adtauth.internal.cache.CachingTokenProvider;
import io.github.adtauth.internal.cache.ChainedTokenProvider;
import io.github.adtauth.internal.cache.LibraryTokens;
import io.github.adtauth.internal.identity.AzureCli;
import io.github.adtauth.internal.identity.ManagedIdentity;
import io.github.adtauth.internal.registration.PermissionTracker;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwinsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Enforces the packages, the dependencies between them, and the shape of the public API. */
@AnalyzeClasses(
    packages = "io.github.adtauth",
    importOptions = {ImportOption.DoNotIncludeTests.class, WithoutTestkit.class})
class ArchitectureTest {
  private static final String ROOT = "io.github.adtauth";
  private static final String INTERNAL = ROOT + ".internal";
  private static final String CACHE = INTERNAL + ".cache";
  private static final String MSAL = "com.microsoft.aad.msal4j";

  // A concern is an exported package together with its internal package.

  /** The concerns that every other concern may use, including their internal packages. */
  private static final List<String> COMMON = List.of("text", "os", "files", "log", "time");

  /**
   * The concerns in order, and the concerns that each may use in addition to {@link #COMMON}. No
   * concern uses a later one. {@code root} is the package {@code io.github.adtauth}.
   */
  private static final Map<String, List<String>> CONCERNS =
      Map.ofEntries(
          concern("text", ""),
          concern("os", "text"),
          concern("time", ""),
          concern("files", "text os time"),
          concern("log", "text"),
          concern("json", ""),
          concern("codes", ""),
          concern("authority", ""),
          concern("oauth", "json"),
          concern("root", "json codes authority"),
          concern("store", "root"),
          concern("token", "root json store"),
          concern("http", "root token oauth"),
          concern("credential", "root json oauth token"),
          concern("identity", "root json codes oauth token http credential"),
          concern("entra", "root json codes authority oauth store token http credential"),
          concern("onbehalfof", "root json codes oauth store token http credential entra"),
          concern(
              "signin",
              "root json codes oauth store token http credential identity entra onbehalfof"),
          concern("twins", "root json oauth token http"),
          concern("registration", "root json oauth token http credential signin"),
          concern("doctor", "root json codes oauth token http credential signin onbehalfof"),
          concern("store.redis", "root store"),
          concern("metrics", "root"));

  /** Further packages of a concern, besides the exported one and the internal one of its name. */
  private static final Map<String, List<String>> FURTHER_PACKAGES =
      Map.of(
          "root", List.of(INTERNAL + ".error", INTERNAL + ".listener"),
          "token", List.of(INTERNAL + ".cache"),
          "twins", List.of(ROOT + ".twins.bulk", INTERNAL + ".rest"));

  /** The internal packages that other concerns may use, and those concerns. */
  private static final Map<String, List<String>> INTERNALS_USED_BY =
      Map.ofEntries(
          concern("codes", "root entra onbehalfof identity doctor"),
          concern("authority", "root entra"),
          concern(
              "root", "token http credential entra onbehalfof signin twins registration doctor"),
          concern(
              "json",
              "root oauth token credential identity entra onbehalfof signin twins registration"
                  + " doctor"),
          concern(
              "oauth",
              "http credential identity entra onbehalfof signin twins registration doctor"),
          concern("store", "token onbehalfof signin"),
          concern("token", "http entra onbehalfof signin identity twins doctor"),
          concern("http", "identity entra onbehalfof signin twins registration doctor"),
          concern("credential", "entra onbehalfof signin doctor"),
          concern("identity", "signin"),
          concern("entra", "onbehalfof signin"),
          concern("onbehalfof", "signin"));

  private static final int MAX_FILES_IN_PACKAGE = 40;

  @ArchTest static final ArchRule dependenciesPointOneWay = concerns();

  @ArchTest
  static final ArchRule internalPackagesAreUsedByTheirConcernOnly =
      classes()
          .should(
              new ArchCondition<JavaClass>("not use the internal package of another concern") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  String from = concernOf(item);
                  item.getDirectDependenciesFromSelf().stream()
                      .filter(d -> d.getTargetClass().getPackageName().startsWith(INTERNAL + "."))
                      .filter(d -> !mayUseInternal(from, concernOf(d.getTargetClass())))
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
                  return SliceIdentifier.of(concernOf(item));
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
  static final ArchRule msalIsNotInExportedSignatures =
      codeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage(INTERNAL + "..")
          .should(
              new ArchCondition<JavaCodeUnit>("not mention a type of MSAL4J") {
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
  static final ArchRule exportedTypesDoNotExtendMsal =
      classes()
          .that()
          .resideOutsideOfPackage(INTERNAL + "..")
          .should(
              hold(
                  "not extend or implement a type of MSAL4J",
                  item ->
                      Stream.concat(
                              item.getAllRawSuperclasses().stream(),
                              item.getAllRawInterfaces().stream())
                          .noneMatch(type -> type.getPackageName().startsWith(MSAL))));

  // Tokens are cached once

  /** A chain, whose custom members are cached one by one, and providers behind a cache. */
  private static final Set<String> UNMARKED_PROVIDERS =
      Set.of(
          ChainedTokenProvider.class.getName(),
          ManagedIdentity.class.getName(),
          AzureCli.class.getName(),
          PermissionTracker.class.getName(), // forwards to a provider of the application
          CACHE + ".BreakerTokenProvider",
          CACHE + ".StoreBackedTokenProvider");

  /** Otherwise {@code TokenProviders.cached} returns a user's token after the sign-out. */
  @ArchTest
  static final ArchRule providersAreNotCachedTwice =
      classes()
          .that()
          .implement(TokenProvider.class)
          .and()
          .areNotInterfaces()
          .and(
              describe(
                  "are not listed as unmarked", c -> !UNMARKED_PROVIDERS.contains(c.getName())))
          .should()
          .implement(CachingTokenProvider.class);

  /** Otherwise {@code TokenProviders.cached} keeps the token of a lambda around a sign-in. */
  @ArchTest
  static final ArchRule acquiredTokensAreMarked =
      noClasses()
          .that()
          .doNotBelongToAnyOf(AccessToken.class, LibraryTokens.class)
          .and()
          .doNotHaveFullyQualifiedName(CACHE + ".StoreBackedTokenProvider") // writes a copy only
          .should()
          .accessTargetWhere(
              describe(
                  "it creates a token without LibraryTokens",
                  access ->
                      access.getTargetOwner().isEquivalentTo(AccessToken.class)
                          && access.getName().equals("of")));

  // The public API

  @ArchTest
  static final ArchRule internalTypesAreNotInExportedSignatures =
      codeUnits()
          .that(describe("are exported", ArchitectureTest::isExported))
          .should(
              holdForCode(
                  "not mention an internal type",
                  unit ->
                      Stream.concat(
                              Stream.of(unit.getReturnType()),
                              Stream.concat(
                                  unit.getParameterTypes().stream(),
                                  unit.getExceptionTypes().stream()))
                          .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                          .noneMatch(ArchitectureTest::isInternal)));

  @ArchTest
  static final ArchRule internalTypesAreNotInExportedFields =
      fields()
          .that(describe("are exported", ArchitectureTest::isExported))
          .should(
              new ArchCondition<JavaField>("not mention an internal type") {
                @Override
                public void check(JavaField item, ConditionEvents events) {
                  boolean internal =
                      item.getType().getAllInvolvedRawTypes().stream()
                          .anyMatch(ArchitectureTest::isInternal);
                  events.add(new SimpleConditionEvent(item, !internal, item.getFullName()));
                }
              });

  @ArchTest
  static void packagesHaveFewFiles(JavaClasses classes) {
    Map<String, Set<String>> files = new TreeMap<>();
    for (JavaClass type : classes) {
      files
          .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
          .add(type.getSource().flatMap(Source::getFileName).orElse(type.getName()));
    }
    files.values().removeIf(names -> names.size() <= MAX_FILES_IN_PACKAGE);
    assertThat(files.keySet())
        .as("packages with more than %d files", MAX_FILES_IN_PACKAGE)
        .isEmpty();
  }

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
          .and(
              describe(
                  "are not the exception that OkHttp can propagate", c -> !isOkHttpException(c)))
          .should()
          .beAssignableTo(AdtException.class);

  @ArchTest
  static final ArchRule exceptionNamesEndWithException =
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
                  "not take an Optional",
                  unit ->
                      unit.getRawParameterTypes().stream()
                          .noneMatch(type -> type.isEquivalentTo(Optional.class))));

  /** A builder is read by the class that it builds; a private class is not visible outside. */
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
                  "take at most four parameters, or six in internal packages",
                  unit ->
                      unit.getParameterTypes().size() <= (isInternal(unit.getOwner()) ? 6 : 4)));

  /** Callers in Kotlin would have to write such a name in backticks. */
  @ArchTest
  static final ArchRule publicMethodsAreNoKeywordsOfKotlin =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(describe("are not internal", c -> !isInternal(c)))
          .should()
          .haveNameNotMatching("as|fun|in|is|object|typealias|typeof|val|var|when");

  private static ArchRule concerns() {
    LayeredArchitecture concerns =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true); // some have no internal package
    for (String concern : CONCERNS.keySet()) {
      concerns = concerns.layer(concern).definedBy(packages(concern));
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

  private static Map.Entry<String, List<String>> concern(String name, String others) {
    return Map.entry(name, others.isEmpty() ? List.of() : List.of(others.split(" ")));
  }

  /** Returns whether users of the library can see a member. */
  private static boolean isExported(JavaMember member) {
    return isVisible(member.getModifiers()) && isExported(member.getOwner());
  }

  private static boolean isExported(JavaClass type) {
    return !isInternal(type)
        && isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isExported).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean isInternal(JavaClass type) {
    return type.getPackageName().startsWith(INTERNAL + ".");
  }

  private static boolean mayUseInternal(String from, String internal) {
    return from.equals(internal)
        || COMMON.contains(internal)
        || INTERNALS_USED_BY.getOrDefault(internal, List.of()).contains(from);
  }

  private static String concernOf(JavaClass item) {
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
    packages.add(concern.equals("root") ? ROOT : ROOT + "." + concern);
    packages.add(INTERNAL + "." + concern);
    return packages.toArray(String[]::new);
  }

  /** The exceptions with subtypes: errors of the service by status, and required interaction. */
  private static boolean hasSubtypes(JavaClass item) {
    return item.isEquivalentTo(DigitalTwinsException.class)
        || item.isEquivalentTo(InteractionRequiredException.class);
  }

  private static boolean isOkHttpException(JavaClass item) {
    return item.isEquivalentTo(AuthenticatedCallException.class);
  }

  private static ArchCondition<JavaClass> hold(String description, Predicate<JavaClass> condition) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        events.add(new SimpleConditionEvent(item, condition.test(item), item.getFullName()));
      }
    };
  }

  private static <T extends JavaCodeUnit> ArchCondition<T> holdForCode(
      String description, Predicate<JavaCodeUnit> condition) {
    return new ArchCondition<>(description) {
      @Override
      public void check(T item, ConditionEvents events) {
        events.add(new SimpleConditionEvent(item, condition.test(item), item.getFullName()));
      }
    };
  }
}
