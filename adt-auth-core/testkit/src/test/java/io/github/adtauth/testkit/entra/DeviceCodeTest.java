package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.MutableClock;
import java.time.Duration;
import okhttp3.FormBody;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the device code grant and its page. */
final class DeviceCodeTest {
  private final MutableClock clock = MutableClock.startingNow();
  private final LocalAzure azure = LocalAzure.builder().clock(clock).start();
  private final FakeEntra entra = azure.entra();
  private final TokenClient client = new TokenClient(azure);

  @AfterEach
  void close() {
    azure.close();
  }

  private TokenClient.Result start() {
    return client.post(
        "/" + entra.tenantId() + "/oauth2/v2.0/devicecode",
        "client_id",
        entra.nativeApp().clientId(),
        "scope",
        "openid offline_access " + TokenClient.TWINS);
  }

  private TokenClient.Result poll(TokenClient.Result device) {
    return client.token(
        "grant_type",
        "urn:ietf:params:oauth:grant-type:device_code",
        "client_id",
        entra.nativeApp().clientId(),
        "device_code",
        device.text("device_code"));
  }

  @Test
  void device_waitsUntilUserApproves() {
    TokenClient.Result device = start();
    assertThat(device.text("interval")).isEqualTo("5");
    assertThat(device.text("expires_in")).isEqualTo("900");
    assertThat(device.text("message")).contains(device.text("user_code"));

    TokenClient.Result pending = poll(device);
    assertThat(pending.error()).isEqualTo("400 authorization_pending 70016");
    assertThat(pending.text("error_description")).startsWith("AADSTS70016: ");

    entra.approveDeviceCode(device.text("user_code"), entra.bob());
    TokenClient.Result tokens = poll(device);
    assertThat(tokens.accessToken().get("oid").getAsString()).isEqualTo(entra.bob().oid());
    assertThat(tokens.text("refresh_token")).isNotEmpty();
    assertThat(poll(device).text("error")).isEqualTo("bad_verification_code");
  }

  @Test
  void legacyParameterNames_areAccepted() {
    TokenClient.Result device = start();
    entra.approveDeviceCode(device.text("user_code"), entra.bob());

    assertThat(
            client
                .token(
                    "grant_type",
                    "device_code",
                    "client_id",
                    entra.nativeApp().clientId(),
                    "code",
                    device.text("device_code"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void user_approvesOnPage() {
    TokenClient.Result device = start();
    assertThat(client.get(device.text("verification_uri")).body()).contains("<label for=");

    TokenClient.Result done =
        client.send(
            new Request.Builder()
                .url(device.text("verification_uri"))
                .post(
                    new FormBody.Builder()
                        .add("otc", device.text("user_code"))
                        .add("user", entra.alice().oid())
                        .build())
                .build());

    assertThat(done.status()).isEqualTo(200);
    assertThat(poll(device).status()).isEqualTo(200);
  }

  @Test
  void declinedCode_isRejected() {
    TokenClient.Result device = start();
    entra.declineDeviceCode(device.text("user_code"));
    assertThat(poll(device).text("error")).isEqualTo("authorization_declined");
  }

  @Test
  void deviceCode_expires() {
    TokenClient.Result device = start();
    clock.advance(Duration.ofMinutes(15));
    assertThat(poll(device).error()).isEqualTo("400 expired_token 70020");
  }

  @Test
  void slowDown_isReturnedGivenNumberOfTimes() {
    TokenClient.Result device = start();
    entra.slowDownDevicePolls(1);
    assertThat(poll(device).text("error")).isEqualTo("slow_down");
    assertThat(poll(device).text("error")).isEqualTo("authorization_pending");
  }

  @Test
  void approvalOfUnknownCode_throws() {
    assertThatThrownBy(() -> entra.approveDeviceCode("NOBODY", entra.alice()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
