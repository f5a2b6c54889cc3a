package io.github.adtauth.registration;

/** A part of what a tenant and an instance have of an application, which is read by itself. */
enum Part {
  APPLICATION,
  PRINCIPAL,
  RESOURCE,
  GRANT,
  FEDERATED,
  INSTANCE,
  ROLES
}
