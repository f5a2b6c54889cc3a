package io.github.adtauth.signin;

import java.net.URI;
import java.time.Duration;

/**
 * The code and page with which a user signs in on another device (RFC 8628 3.3). Immutable.
 *
 * @param userCode the code to enter
 * @param verificationUri the page on which to enter the code
 * @param timeLeft how long the code is valid
 * @param message a complete instruction with the page, the code and the time left
 */
public record DeviceCodePrompt(
    String userCode, URI verificationUri, Duration timeLeft, String message) {

  /** Returns a description without the code. */
  @Override
  public String toString() {
    return "DeviceCodePrompt[verificationUri=" + verificationUri + ", timeLeft=" + timeLeft + "]";
  }
}
