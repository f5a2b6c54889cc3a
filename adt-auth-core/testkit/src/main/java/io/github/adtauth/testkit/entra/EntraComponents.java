package io.github.adtauth.testkit.entra;

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
    ConditionalAccess conditionalAccess = new ConditionalAccess();
    Rejections rejections = new Rejections(clock);
    RefreshTokens refreshTokens = new RefreshTokens(clock, directory);
    TokenIssuer issuer = new TokenIssuer(clock, directory, refreshTokens, conditionalAccess);
    DeviceCodeGrant deviceCodes = new DeviceCodeGrant(clock, directory, issuer, conditionalAccess);
    AuthorizationCodeGrant codes = new AuthorizationCodeGrant(clock, directory, issuer);
    Map<String, Grant> grants =
        Map.of(
            "client_credentials",
            new ClientCredentialsGrant(directory, issuer, conditionalAccess),
            TokenEndpoint.JWT_BEARER,
            new OnBehalfOfGrant(clock, directory, issuer, refreshTokens, conditionalAccess),
            "authorization_code",
            codes,
            "refresh_token",
            new RefreshTokenGrant(directory, issuer, refreshTokens, conditionalAccess),
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
            new AuthorizationEndpoint(
                clock, directory, conditionalAccess, sessions, codes, rejections),
            new AdminConsentEndpoint(directory, rejections),
            new LogoutEndpoint(directory, sessions),
            new DeviceCodeEndpoint(directory, presets.tenant(), deviceCodes),
            new UserRealm(directory),
            rejections);
    return new EntraComponents(
        clock,
        presets,
        directory,
        conditionalAccess,
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
