package io.github.adtauth.testkit;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What a {@link FakeEntra} is made of, put together. */
record EntraParts(
    Clock clock,
    Presets presets,
    Directory directory,
    Demands demands,
    RefreshTokens refreshTokens,
    TokenIssuer issuer,
    DeviceCodes deviceCodes,
    TokenEndpoint tokenEndpoint,
    Rejections rejections,
    EntraRoutes routes) {

  static EntraParts on(Clock clock) {
    Presets presets = new Presets();
    Directory directory = new Directory(presets.tenant());
    directory.add(presets.alice());
    directory.add(presets.bob());
    // The API first: the native app's permission names it.
    List.of(presets.webApi(), presets.nativeApp(), presets.daemon()).forEach(directory::add);
    Demands demands = new Demands();
    Rejections rejections = new Rejections(clock);
    RefreshTokens refreshTokens = new RefreshTokens(clock, directory);
    TokenIssuer issuer = new TokenIssuer(clock, directory, refreshTokens, demands);
    DeviceCodes deviceCodes = new DeviceCodes(clock, directory, issuer, demands);
    AuthorizationCodes codes = new AuthorizationCodes(clock, directory, issuer);
    Map<String, Grant> grants =
        Map.of(
            "client_credentials",
            new ClientCredentialsGrant(directory, issuer, demands),
            TokenEndpoint.JWT_BEARER,
            new OnBehalfOfGrant(clock, directory, issuer, refreshTokens, demands),
            "authorization_code",
            codes,
            "refresh_token",
            new RefreshTokenGrant(directory, issuer, refreshTokens, demands),
            "urn:ietf:params:oauth:grant-type:device_code",
            deviceCodes,
            "device_code",
            deviceCodes);
    TokenEndpoint tokenEndpoint = new TokenEndpoint(clock, directory, grants, rejections);
    Sessions sessions = new Sessions(directory);
    EntraRoutes routes =
        new EntraRoutes(
            clock,
            directory,
            tokenEndpoint,
            new AuthorizeEndpoint(clock, directory, demands, sessions, codes, rejections),
            new AdminConsentEndpoint(directory, rejections),
            new LogoutEndpoint(directory, sessions),
            new DeviceCodeEndpoint(directory, presets.tenant(), deviceCodes),
            rejections);
    return new EntraParts(
        clock,
        presets,
        directory,
        demands,
        refreshTokens,
        issuer,
        deviceCodes,
        tokenEndpoint,
        rejections,
        routes);
  }

  Callers callers() {
    return new Callers(clock, directory, issuer, demands, presets.nativeApp(), presets.daemon());
  }
}
