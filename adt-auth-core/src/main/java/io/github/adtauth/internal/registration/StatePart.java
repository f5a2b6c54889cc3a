package io.github.adtauth.internal.registration;

/** A part of an application's state in the tenant and the instance that is read separately. */
public enum StatePart {
  APPLICATION,
  PRINCIPAL,
  OWNERS,
  RESOURCE,
  GRANT,
  FEDERATED,
  INSTANCE,
  ROLES
}
