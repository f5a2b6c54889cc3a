package io.github.adtauth.testkit.twins;

import java.util.regex.Pattern;

/** A version of DTDL, with the rules in which the versions differ. */
enum DtdlVersion {
  /** Identifiers have a version, sets are small, and properties contain no arrays. */
  V2(64, 300, 2, 100, 30, 500, ";[1-9][0-9]{0,8}"),
  /** Versions may be absent or have a minor part, and only hierarchies are limited. */
  V3(
      512,
      100_000,
      1024,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE,
      "(?:;[1-9][0-9]{0,8}(?:\\.[1-9][0-9]{0,5})?)?");

  private static final String SEGMENT = "[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?";

  final int maxNameLength;
  final int maxContents;
  final int maxBases;
  final int maxEnumValues;
  final int maxFields;
  final int maxMultiplicity;
  private final Pattern dtmi;

  DtdlVersion(
      int maxNameLength,
      int maxContents,
      int maxBases,
      int maxEnumValues,
      int maxFields,
      int maxMultiplicity,
      String versionSuffix) {
    this.maxNameLength = maxNameLength;
    this.maxContents = maxContents;
    this.maxBases = maxBases;
    this.maxEnumValues = maxEnumValues;
    this.maxFields = maxFields;
    this.maxMultiplicity = maxMultiplicity;
    this.dtmi = Pattern.compile("dtmi:" + SEGMENT + "(?::" + SEGMENT + ")*" + versionSuffix);
  }

  /** Returns whether enums and objects may be empty, and properties may contain arrays. */
  boolean isRelaxed() {
    return this == V3;
  }

  /** Returns whether the text is an identifier that a model may define. */
  boolean isDtmi(String text) {
    return text.length() <= 2048
        && dtmi.matcher(text).matches()
        && !text.startsWith("dtmi:dtdl:")
        && !text.startsWith("dtmi:standard:");
  }
}
