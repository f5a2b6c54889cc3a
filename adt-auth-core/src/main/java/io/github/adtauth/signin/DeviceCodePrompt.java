package io.github.adtauth.signin;

import java.net.URI;
import java.time.Duration;

/**
 * What to show a user who signs in on another device (RFC 8628 3.3). Immutable.
 *
 * @param userCode the code to type
 * @param verificationUri where to type it
 * @param timeLeft how long the code is good for
 * @param message a ready sentence that says all this, in Entra's words, with the time left
 */
public record DeviceCodePrompt(
    String userCode, URI verificationUri, Duration timeLeft, String message) {}
