package io.github.adtauth.internal.rest;

import static io.github.adtauth.internal.text.RequestSecrets.MAX_SEARCHED;

import io.github.adtauth.UnexpectedResponseException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Checks the links, continuation tokens and ids of a response. They outlive the call and may appear
 * in a later message, which can no longer redact the secrets of this request. Not thread-safe.
 */
public final class LinkCheck {
  private final ServiceResponse response;

  /** The last link that passed {@link #isSafe}: that of a prefetched page is checked twice. */
  private @Nullable String safeLink;

  LinkCheck(ServiceResponse response) {
    this.response = response;
  }

  /**
   * Checks that text of the response is free of secrets.
   *
   * @throws UnexpectedResponseException if it is not, or if it is too long
   */
  public void requireNoSecret(String text) {
    requireShort(text);
    if (response.secrets().isIn(text)) {
      throw tokenInResponse();
    }
  }

  /**
   * Returns the given link or continuation token after checking it with {@link #isSafe}.
   *
   * @throws UnexpectedResponseException if it is not safe
   */
  public String requireSafe(String link) {
    requireShort(link);
    if (!isSafe(link)) {
      throw tokenInResponse();
    }
    return link;
  }

  /**
   * Returns whether a link or a continuation token is free of the access token and not too long.
   *
   * <p>A continuation token or a link to this host may share a short part with the access token by
   * chance: it is sent, but not displayed. An error about a link to another host displays that
   * host.
   */
  public boolean isSafe(String link) {
    if (link.equals(safeLink)) {
      return true;
    }
    if (link.length() > MAX_SEARCHED) {
      return false;
    }
    HttpUrl url = HttpUrl.parse(link);
    boolean isDisplayed = url != null && !url.host().equals(response.host());
    // HttpUrl decodes the host, so it may reveal a secret that the link encodes.
    boolean safe =
        isDisplayed
            ? !response.secrets().isIn(link) && !response.secrets().isIn(url.host())
            : !response.secrets().isQuotedIn(link);
    safeLink = safe ? link : null;
    return safe;
  }

  /** Limits the memory that the search for secrets takes. */
  private void requireShort(String text) {
    if (text.length() > MAX_SEARCHED) {
      throw response.unexpected(
          "the response has a link, token, id or status of more than "
              + MAX_SEARCHED
              + " characters.",
          null);
    }
  }

  private UnexpectedResponseException tokenInResponse() {
    return response.unexpected("the response contains the access token.", null);
  }
}
