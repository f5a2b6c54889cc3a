package io.github.adtauth.internal.doctor;

import io.github.adtauth.internal.codes.CodeKind;
import io.github.adtauth.internal.codes.EntraCode;
import io.github.adtauth.internal.codes.EntraCodes;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The response of Entra ID's authorization endpoint to a sign-in without a prompt: a redirect (RFC
 * 6749 4.1.2.1), or an HTML page with status 200 or 400 whose script contains the code.
 *
 * @param redirected whether the response leads back to the redirect URI
 * @param error the OAuth error of the redirect, or null
 * @param code the AADSTS code, or 0
 */
record EntraResponse(boolean redirected, @Nullable String error, int code) {
  private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,9})(?!\\d)");
  private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");
  private static final Pattern NUMBER =
      Pattern.compile("\"[is]ErrorCode\":\"?([1-9]\\d{3,8})(?!\\d)");
  private static final String MESSAGE = "\"strServiceExceptionMessage\":\"";

  /** Errors that report only that no user is signed in (OpenID Connect Core 3.1.2.6). */
  private static final Set<String> ABOUT_THE_USER =
      Set.of(
          "login_required",
          "interaction_required",
          "account_selection_required",
          "consent_required");

  private static final Set<CodeKind> KINDS_ABOUT_THE_USER =
      Set.of(CodeKind.INTERACTION, CodeKind.BLOCKED, CodeKind.SIGN_IN_ENDED, CodeKind.CONSENT);

  private static final Set<String> TRANSIENT = Set.of("temporarily_unavailable", "server_error");

  static EntraResponse parse(ProbeResponse response, String redirectUri) {
    String location = response.location();
    if (location == null || !isAt(location, redirectUri)) {
      return new EntraResponse(false, null, codeIn(response.body()));
    }
    HttpUrl parameters = HttpUrl.get("https://localhost/?" + query(location));
    String error = parameters.queryParameter("error");
    String description = parameters.queryParameter("error_description");
    return new EntraResponse(
        true,
        error == null || NAME.matcher(error).matches() ? error : "unreadable_error",
        description == null ? 0 : codeIn(description));
  }

  private static boolean isAt(String location, String redirectUri) {
    String rest =
        location.startsWith(redirectUri) ? location.substring(redirectUri.length()) : "no match";
    return rest.isEmpty() || "/?#".indexOf(rest.charAt(0)) >= 0;
  }

  private static String query(String location) {
    int fragment = location.indexOf('#');
    String rest = fragment < 0 ? location : location.substring(0, fragment);
    return rest.substring(rest.indexOf('?') + 1);
  }

  /** Returns the code in a response body, JSON or HTML; 0 if there is none. */
  static int codeIn(String body) {
    int message = body.indexOf(MESSAGE);
    if (message >= 0) {
      int start = message + MESSAGE.length();
      int end = body.indexOf('"', start);
      int code = first(CODE, body.substring(start, end < 0 ? body.length() : end));
      if (code != 0) {
        return code;
      }
    }
    int code = first(NUMBER, body);
    return code == 0 ? first(CODE, body) : code;
  }

  private static int first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  boolean isError() {
    return error != null || code != 0;
  }

  /** Returns the row of the code, or null. */
  @Nullable EntraCode row() {
    return code == 0 ? null : EntraCodes.find(code);
  }

  /** Returns whether only a signed-in user is missing. */
  boolean isSignInRequired() {
    EntraCode row = row();
    return row == null
        ? error != null && ABOUT_THE_USER.contains(error)
        : KINDS_ABOUT_THE_USER.contains(row.meaning().kind());
  }

  boolean isTransient() {
    EntraCode row = row();
    return row == null
        ? error != null && TRANSIENT.contains(error)
        : row.meaning().kind().isTransient();
  }

  /** Returns the error and the code, for a message. */
  String name() {
    String number = code == 0 ? "" : "AADSTS" + code;
    return error == null ? number : number.isEmpty() ? error : error + ", " + number;
  }
}
