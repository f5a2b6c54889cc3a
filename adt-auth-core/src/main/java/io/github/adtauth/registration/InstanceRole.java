package io.github.adtauth.registration;

/** A role on a Digital Twins instance, by its well-known id. */
public enum InstanceRole {
  /** Reads and writes everything: <i>Azure Digital Twins Data Owner</i>. */
  DATA_OWNER("Azure Digital Twins Data Owner", "bcd981a7-7f74-457b-83e1-cceb9e632ffe"),
  /** Reads everything: <i>Azure Digital Twins Data Reader</i>. */
  DATA_READER("Azure Digital Twins Data Reader", "d57506d4-4c8d-48b1-8587-93c323f6a5a3");

  private final String displayName;
  private final String id;

  InstanceRole(String displayName, String id) {
    this.displayName = displayName;
    this.id = id;
  }

  /** Returns the name that the portal shows. */
  public String displayName() {
    return displayName;
  }

  /** Returns the id of the role definition, a GUID, the same in every tenant. */
  public String id() {
    return id;
  }
}
