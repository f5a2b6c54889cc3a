package io.github.adtauth.testkit.twins;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * A telemetry message that the instance received.
 *
 * @param twinId the digital twin
 * @param component the component of the twin, or null if the twin itself sent it
 * @param messageId the header {@code Message-Id}
 * @param sourceTime the header {@code Telemetry-Source-Time} as sent, or null
 * @param content the body: an object, or a string as Microsoft's SDKs send JSON text
 */
public record Telemetry(
    String twinId,
    @Nullable String component,
    String messageId,
    @Nullable String sourceTime,
    JsonElement content) {}
