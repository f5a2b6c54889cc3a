package io.github.adtauth.internal.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.RegistrationStep;
import java.time.Clock;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Creates error responses of a token endpoint and maps them. */
abstract class TokenErrorMapperFixture {
  static final Headers NONE = Headers.of();

  static AdtException exceptionFor(GrantType grant, String body) {
    return TokenErrorMapper.toException(grant, 400, NONE, body, Clock.systemUTC());
  }

  static @Nullable RegistrationStep step(Throwable rejection) {
    return ((AdtException) rejection).fix().orElseThrow().step();
  }

  static String body(String error, @Nullable String suberror, int code) {
    return body(error, suberror, code, null);
  }

  static String body(String error, @Nullable String suberror, int code, @Nullable String claims) {
    JsonObject body = new JsonObject();
    body.addProperty("error", error);
    if (code != 0) {
      body.addProperty("error_description", "AADSTS" + code + ": Something.\r\nTrace ID: x");
    }
    if (suberror != null) {
      body.addProperty("suberror", suberror);
    }
    if (claims != null) {
      body.addProperty("claims", claims);
    }
    return body.toString();
  }
}
