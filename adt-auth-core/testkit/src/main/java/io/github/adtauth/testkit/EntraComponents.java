package io.github.adtauth.testkit;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Creates and connects the components of a {@link FakeEntra}. */
record EntraComponents(
    Clock clock,
    Presets presets,
    Directory directory,
    ConditionalAccess conditionalAccess,
    RefreshTokens refreshTokens,
    TokenIssuer issuer,
    DeviceCodeGrant deviceCodes,
    TokenEndpoint tokenEndpoint,
    Rejections rejections,
    EntraRouter router) {

  static EntraComponents create(Clock clock) {
    Presets presets = new Presets();
    Directory directory = new Directory(presets.tenant());
    directory.add(presets.alice());
    directory.add(presets.bob());
    // The API comes first because the native app's permission refers to it.
    List.of(presets.webApi(), presets.nativeApp(), presets.daemon()).forEach(directory::add);
    ConditionalAccess demands = new ConditionalAccess();
    Rejections rejections = new Rejections(clock);
    RefreshTokens refreshTokens = new RefreshTokens(clock, directory);
    TokenIssuer issuer = new TokenIssuer(clock, directory, refreshTokens, demands);
    DeviceCodeGrant deviceCodes = new DeviceCodeGrant(clock, directory, issuer, demands);
    AuthorizationCodeGrant codes = new AuthorizationCodeGrant(clock, directory, issuer);
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
    EntraRouter routes =
        new EntraRouter(
            clock,
            directory,
            tokenEndpoint,
            new AuthorizationEndpoint(clock, directory, demands, sessions, codes, rejections),
            new AdminConsentEndpoint(directory, rejections),
            new LogoutEndpoint(directory, sessions),
            new DeviceCodeEndpoint(directory, presets.tenant(), deviceCodes),
            rejections);
    return new EntraComponents(
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

  IssuedTokens issuedTokens() {
    return new IssuedTokens(
        clock, directory, issuer, conditionalAccess, presets.nativeApp(), presets.daemon());
  }
}
