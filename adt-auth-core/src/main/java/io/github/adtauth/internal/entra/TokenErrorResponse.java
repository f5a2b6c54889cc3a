package io.github.adtauth.internal.entra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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
 * The error that a token or authorization endpoint answered (RFC 6749 5.2 and 4.1.2.1, with Entra's
 * additions). Holds only what can be shown: names and ids that do not have their form are left out,
 * the description is one line without secrets.
 *
 * @param error RFC 6749's {@code error}
 * @param suberror Entra's finer cause
 * @param description the first line of {@code error_description}, fit for a message
 * @param codes AADSTS codes, the first one first
 * @param correlationId of the request, for Entra's logs
 * @param traceId of the answer, for Entra's logs
 * @param claims what a new sign-in must bring, as the JSON object that Entra wrote
 * @param timestamp when Entra refused, in its words
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
  /** Stands for an error whose name is no name. */
  public static final String UNREADABLE = "unreadable_error";

  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_CODES = 16;
  private static final int MAX_DESCRIPTION = 200;

  public TokenErrorResponse {
    codes = List.copyOf(codes);
  }

  /** Reads the body of a refused request; null if it is not an object with an {@code error}. */
  public static @Nullable TokenErrorResponse parse(String body) {
    JsonObject json = StrictJson.object(body, MAX_LENGTH, MAX_DEPTH);
    String error = json == null ? null : string(json, "error");
    if (json == null || error == null) {
      return null;
    }
    String description = string(json, "error_description");
    List<Integer> codes = codes(json.get("error_codes"));
    return new TokenErrorResponse(
        name(error),
        fitting(Form.NAME, string(json, "suberror")),
        firstLine(description),
        codes.isEmpty() ? codesIn(description) : codes,
        id(string(json, "correlation_id")),
        id(string(json, "trace_id")),
        claims(json.get("claims")),
        fitting(Form.TIME, string(json, "timestamp")));
  }

  /** Reads the parameters of a refused authorization (RFC 6749 4.1.2.1). */
  public static TokenErrorResponse ofAuthorization(String error, @Nullable String description) {
    return new TokenErrorResponse(
        name(error), null, firstLine(description), codesIn(description), null, null, null, null);
  }

  /** Returns an id that has the form of a GUID; null for anything else. */
  static @Nullable String id(@Nullable String value) {
    return CorrelationIds.parse(value);
  }

  /** Entra ID writes the ids of a request on lines of their own, which are read elsewhere. */
  private static @Nullable String firstLine(@Nullable String description) {
    if (description == null) {
      return null;
    }
    String line = Form.LINE_END.split(description.strip(), 2)[0];
    String displayed = Redactor.sanitize(line, MAX_DESCRIPTION);
    return displayed.isEmpty() ? null : displayed;
  }

  private static String name(String error) {
    return Form.NAME.matcher(error).matches() ? error : UNREADABLE;
  }

  private static @Nullable String fitting(Pattern form, @Nullable String value) {
    return value != null && form.matcher(value).matches() ? value : null;
  }

  /** Returns a member that is a string; null if there is none. */
  public static @Nullable String string(JsonObject json, String member) {
    return json.get(member) instanceof JsonPrimitive value && value.isString()
        ? value.getAsString()
        : null;
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
            && Form.CODE.matcher(value.getAsString()).matches()) {
          codes.add(Integer.parseInt(value.getAsString()));
        }
      }
    }
    return codes;
  }

  private static List<Integer> codesIn(@Nullable String description) {
    Matcher matcher = Form.CODE_IN_TEXT.matcher(description == null ? "" : description);
    return matcher.find() ? List.of(Integer.parseInt(matcher.group(1))) : List.of();
  }

  /** Made when there is an error: every answer is looked at for one. */
  private static final class Form {
    /** Short words and few of them, so that no token, code or secret passes for a name. */
    static final Pattern NAME =
        Pattern.compile("(?=.{1,39}$)[A-Za-z0-9]{1,24}(?:[_.-][A-Za-z0-9]{1,24}){0,7}");

    static final Pattern LINE_END = Pattern.compile("[\\n\\r\\u0085\\u2028\\u2029]");
    static final Pattern TIME = Pattern.compile("[0-9TZ: .+-]{10,40}");
    static final Pattern CODE = Pattern.compile("[0-9]{1,9}");
    static final Pattern CODE_IN_TEXT = Pattern.compile("AADSTS([0-9]{1,9})");
  }
}
