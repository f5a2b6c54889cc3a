package io.github.adtauth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Enforces the dependencies between the packages of the test kit, which form no cycle. */
@AnalyzeClasses(
    packages = "io.github.adtauth.testkit",
    importOptions = ImportOption.DoNotIncludeTests.class)
class TestKitArchitectureTest {
  private static final String ROOT = "io.github.adtauth.testkit";

  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("azure")
          .definedBy(ROOT)
          .layer("http")
          .definedBy(ROOT + ".http")
          .layer("internal")
          .definedBy(ROOT + ".internal")
          .layer("entra")
          .definedBy(ROOT + ".entra")
          .layer("twins")
          .definedBy(ROOT + ".twins..")
          .layer("graph")
          .definedBy(ROOT + ".graph")
          .layer("arm")
          .definedBy(ROOT + ".arm")
          .whereLayer("http")
          .mayNotAccessAnyLayer()
          .whereLayer("internal")
          .mayOnlyAccessLayers("http")
          .whereLayer("entra")
          .mayOnlyAccessLayers("http", "internal")
          .whereLayer("twins")
          .mayOnlyAccessLayers("http", "internal")
          .whereLayer("graph")
          .mayOnlyAccessLayers("http", "internal", "entra")
          .whereLayer("arm")
          .mayOnlyAccessLayers("http", "internal", "entra", "graph", "twins")
          .whereLayer("azure")
          .mayOnlyAccessLayers("http", "internal", "entra", "graph", "twins", "arm");

  @ArchTest
  static final ArchRule publicClassesAreFinal =
      classes()
          .that()
          .arePublic()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(JavaModifier.FINAL);
}
