package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.internal.Guids;

/** The tenant, users and registrations that exist at the start. */
record Presets(
    FakeTenant tenant,
    FakeUser alice,
    FakeUser bob,
    Registration webApi,
    Registration nativeApp,
    Registration daemon) {
  private static final String TENANT_ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String TWINS = Resource.TWINS_URI + "/Read.Write";

  Presets() {
    this(
        new FakeTenant(TENANT_ID, "contoso.onmicrosoft.com"),
        user("alice", "Alice Adams"),
        user("bob", "Bob Brown"),
        newWebApi());
  }

  private Presets(FakeTenant tenant, FakeUser alice, FakeUser bob, Registration webApi) {
    this(tenant, alice, bob, webApi, newNativeApp(webApi), newDaemon());
  }

  private static FakeUser user(String name, String displayName) {
    String oid = Guids.fromSeed("user " + name);
    return new FakeUser(oid, TENANT_ID, name + "@contoso.onmicrosoft.com", displayName);
  }

  private static Registration newWebApi() {
    return Registration.builder(Guids.fromSeed("web api"), "Contoso Web API")
        .secret("web~api~secret~value")
        .redirectUri("https://web.example/callback")
        .exposes("access_as_user")
        .permission(TWINS)
        .consentGranted(true)
        .build();
  }

  private static Registration newNativeApp(Registration webApi) {
    return Registration.builder(Guids.fromSeed("native app"), "Contoso Desktop")
        .publicClient(true)
        .redirectUri("http://localhost")
        .permission(TWINS)
        .permission(webApi.scope())
        .consentGranted(true)
        .build();
  }

  private static Registration newDaemon() {
    return Registration.builder(Guids.fromSeed("daemon"), "Contoso Job")
        .secret("daemon~secret~value")
        .build();
  }
}
