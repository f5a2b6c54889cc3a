package io.github.adtauth.internal.entra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.oauth.ClaimsParameter;
import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error response of the token or authorization endpoint (RFC 6749 5.2 and 4.1.2.1), with the
 * members that Entra ID adds. All values can be displayed: malformed names and IDs are omitted, and
 * the description is one sanitized line. Immutable.
 *
 * @param error the {@code error} of RFC 6749
 * @param suberror the suberror of Entra ID, or null
 * @param description the first line of {@code error_description}, or null
 * @param codes the AADSTS codes in the order of the response
 * @param correlationId the correlation ID of the request, or null
 * @param traceId the trace ID of the response, or null
 * @param claims the claims that a new sign-in must satisfy, as a JSON object, or null
 * @param timestamp the time of the error, unparsed, or null
 */
public record TokenErrorResponse(
    String error,
    @Nullable String suberror,
    @Nullable String description,
    List<Integer> codes,
    @Nullable String correlationId,
    @Nullable String traceId,
    @Nullable String claims,
    @Nullable String timestamp) {
  /** Replaces an {@code error} that does not have the form of a name. */
  public static final String UNREADABLE = "unreadable_error";

  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_CODES = 16;
  private static final int MAX_DESCRIPTION = 200;

  /** Creates an error response. */
  public TokenErrorResponse {
    codes = List.copyOf(codes);
  }

  /** Parses a response body; returns null if it is not an object with an {@code error}. */
  public static @Nullable TokenErrorResponse parse(String body) {
    JsonObject json = StrictJson.parseObject(body, MAX_LENGTH, MAX_DEPTH);
    String error = json == null ? null : JsonMembers.string(json, "error");
    if (json == null || error == null) {
      return null;
    }
    String description = JsonMembers.string(json, "error_description");
    List<Integer> codes = codes(json.get("error_codes"));
    return new TokenErrorResponse(
        name(error),
        matching(Patterns.NAME, JsonMembers.string(json, "suberror")),
        firstLine(description),
        codes.isEmpty() ? codesIn(description) : codes,
        id(JsonMembers.string(json, "correlation_id")),
        id(JsonMembers.string(json, "trace_id")),
        claims(json.get("claims")),
        matching(Patterns.TIME, JsonMembers.string(json, "timestamp")));
  }

  /** Returns the error of an authorization error response (RFC 6749 4.1.2.1). */
  public static TokenErrorResponse fromAuthorizationResponse(
      String error, @Nullable String description) {
    return new TokenErrorResponse(
        name(error), null, firstLine(description), codesIn(description), null, null, null, null);
  }

  /** Returns an ID that has the form of a GUID, or null. */
  static @Nullable String id(@Nullable String value) {
    return CorrelationIds.parse(value);
  }

  /** The other lines contain the IDs of the request, which are separate members as well. */
  private static @Nullable String firstLine(@Nullable String description) {
    if (description == null) {
      return null;
    }
    String line = Patterns.LINE_END.split(description.strip(), 2)[0];
    String displayed = Redactor.sanitize(line, MAX_DESCRIPTION);
    return displayed.isEmpty() ? null : displayed;
  }

  private static String name(String error) {
    return Patterns.NAME.matcher(error).matches() ? error : UNREADABLE;
  }

  private static @Nullable String matching(Pattern pattern, @Nullable String value) {
    return value != null && pattern.matcher(value).matches() ? value : null;
  }

  private static @Nullable String claims(@Nullable JsonElement element) {
    String text = null;
    if (element instanceof JsonPrimitive value && value.isString()) {
      text = value.getAsString();
    } else if (element instanceof JsonObject object) {
      text = object.toString();
    }
    return text != null && ClaimsParameter.isClaims(text) ? text : null;
  }

  private static List<Integer> codes(@Nullable JsonElement element) {
    List<Integer> codes = new ArrayList<>();
    if (element instanceof JsonArray array) {
      for (JsonElement item : array) {
        if (codes.size() < MAX_CODES
            && item instanceof JsonPrimitive value
            && Patterns.CODE.matcher(value.getAsString()).matches()) {
          codes.add(Integer.parseInt(value.getAsString()));
        }
      }
    }
    return codes;
  }

  private static List<Integer> codesIn(@Nullable String description) {
    Matcher matcher = Patterns.CODE_IN_TEXT.matcher(description == null ? "" : description);
    return matcher.find() ? List.of(Integer.parseInt(matcher.group(1))) : List.of();
  }

  /** Holder idiom: compiled only when an error response is parsed. */
  private static final class Patterns {
    /** A few short words, so that a token, code or secret does not match. */
    static final Pattern NAME =
        Pattern.compile("(?=.{1,39}$)[A-Za-z0-9]{1,24}(?:[_.-][A-Za-z0-9]{1,24}){0,7}");

    static final Pattern LINE_END = Pattern.compile("[\\n\\r\\u0085\\u2028\\u2029]");
    static final Pattern TIME = Pattern.compile("[0-9TZ: .+-]{10,40}");
    static final Pattern CODE = Pattern.compile("[0-9]{1,9}");
    static final Pattern CODE_IN_TEXT = Pattern.compile("AADSTS([0-9]{1,9})");
  }
}
