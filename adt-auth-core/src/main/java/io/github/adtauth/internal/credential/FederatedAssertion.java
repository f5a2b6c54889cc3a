package io.github.adtauth.internal.credential;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.FederatedTokenSource;
import io.github.adtauth.internal.json.JsonTrees;
import io.github.adtauth.internal.text.FatalErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Proofs by a token of another issuer, had anew for each exchange. */
public record FederatedAssertion(FederatedTokenSource tokens, String name)
    implements ClientAuthenticationSource {
  private static final int MAX_LENGTH = 64 << 10;
  private static final Pattern JWT = Pattern.compile("[\\w-]++=*+\\.[\\w-]++=*+\\.[\\w-]*+=*+");

  @Override
  public ClientAuthentication proof(ClientAuthenticationRequest request) throws IOException {
    Secret token;
    try {
      token = tokens.token();
    } catch (AdtException e) {
      throw e;
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      throw refused("failed with " + e.getClass().getName(), e);
    }
    if (token == null) {
      throw refused("gave nothing", null);
    }
    JsonObject claims = claims(token.reveal());
    if (claims == null) {
      throw refused("holds no JWT", null);
    }
    Instant now = request.clock().instant();
    if (claims.has("exp") && isOver(claims, now)) {
      throw refused("holds a token that has expired; it is " + now + " here", null);
    }
    return ClientAuthentication.assertion(token);
  }

  @Override
  public boolean reload() {
    return true;
  }

  private static boolean isOver(JsonObject claims, Instant now) {
    try {
      return claims.get("exp").getAsLong() <= now.getEpochSecond();
    } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
      return false; // for the issuer and Entra to settle
    }
  }

  private static @Nullable JsonObject claims(String jwt) {
    if (jwt.length() > MAX_LENGTH || !JWT.matcher(jwt).matches()) {
      return null;
    }
    String[] parts = jwt.split("\\.", 3);
    try {
      String json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      return JsonTrees.lenient(json) instanceof JsonObject claims ? claims : null;
    } catch (IllegalArgumentException | JsonParseException e) {
      return null;
    }
  }

  private CredentialException refused(String why, @Nullable Throwable cause) {
    return new CredentialException(
        ErrorDetails.of(name + " " + why + ".")
            .fix(
                new Fix(
                    RegistrationStep.CREDENTIAL,
                    "It must be a token of the issuer, subject and audience of the federated"
                        + " credential."))
            .cause(cause));
  }
}
