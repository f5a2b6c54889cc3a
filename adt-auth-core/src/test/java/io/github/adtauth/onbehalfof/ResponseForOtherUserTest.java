package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests token responses that name a different user than the request. */
class ResponseForOtherUserTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final RecordingStore store = new RecordingStore();
  private final OnBehalfOf onBehalfOf =
      fixture.signIn(entra.webApi()).store(store).onBehalfOf(fixture.secretOf(entra.webApi()));

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Records the written entries. */
  private final class RecordingStore extends ForwardingStore {
    final List<String> written = new ArrayList<>();

    RecordingStore() {
      super(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
    }

    @Override
    public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
      written.add(new String(value, ISO_8859_1));
      super.put(key, value, expiresAt);
    }

    @Override
    public boolean replace(
        StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
        throws IOException {
      written.add(new String(value, ISO_8859_1));
      return super.replace(key, expected, value, expiresAt);
    }
  }

  /** The identifiers in a response: null, a literal, or the name of a user or tenant. */
  private record Names(
      @Nullable String oid, @Nullable String tid, @Nullable String uid, @Nullable String utid) {}

  static List<Names> namesBob() {
    return List.of(
        new Names("bob", "tenant", "bob", "tenant"),
        new Names("bob", "tenant", null, null),
        new Names("bob", null, null, null),
        new Names("alice", "elsewhere", null, null),
        new Names(null, null, "bob", "tenant"),
        new Names("alice", "tenant", "bob", "tenant"),
        new Names("bob", "tenant", "alice", "tenant"));
  }

  static List<Names> namesOfSameUser() {
    return List.of(
        new Names("alice", "tenant", null, null),
        new Names("ALICE", "TENANT", "ALICE", "TENANT"),
        new Names("alice", "tenant", "bob", "elsewhere"), // home tenant of a guest
        new Names(null, null, "alice", "tenant"),
        new Names(null, "tenant", null, null),
        new Names(null, null, null, null));
  }

  private @Nullable String id(@Nullable String name) {
    if (name == null) {
      return null;
    }
    String id =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "alice" -> entra.alice().oid();
          case "bob" -> entra.bob().oid();
          case "tenant" -> entra.tenantId();
          default -> "99999999-2222-4333-8444-555555555555";
        };
    return Character.isUpperCase(name.charAt(0)) ? id.toUpperCase(Locale.ROOT) : id;
  }

  private static String encoded(JsonObject json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.toString().getBytes(UTF_8));
  }

  private void respond(Names names) {
    JsonObject claims = new JsonObject();
    claims.addProperty("sub", "pairwise");
    JsonObject body = new JsonObject();
    body.addProperty("token_type", "Bearer");
    body.addProperty("expires_in", 3600);
    body.addProperty("access_token", "NEXT-TOKEN");
    body.addProperty("refresh_token", "NEXT-REFRESH-TOKEN");
    if (names.oid() != null || names.tid() != null) {
      add(claims, "oid", id(names.oid()));
      add(claims, "tid", id(names.tid()));
      body.addProperty("id_token", "e30." + encoded(claims) + ".c2ln");
    }
    if (names.uid() != null) {
      JsonObject home = new JsonObject();
      add(home, "uid", id(names.uid()));
      add(home, "utid", id(names.utid()));
      body.addProperty("client_info", encoded(home));
    }
    fixture
        .azure
        .script(LOGIN)
        .next(
            new MockResponse.Builder()
                .code(200)
                .setHeader("Content-Type", "application/json")
                .body(body.toString())
                .build());
  }

  private static void add(JsonObject json, String name, @Nullable String value) {
    if (value != null) {
      json.addProperty(name, value);
    }
  }

  private String assertion() {
    return entra.assertionFor(entra.alice(), entra.webApi());
  }

  private void assertNothingIsKept(TokenProvider tokens) throws IOException {
    assertThat(tokens.cachedToken(TWINS)).isNull();
    assertNothingIsStored();
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(entra.verify(tokens.token(TWINS).value()).get("oid").getAsString())
        .isEqualTo(entra.alice().oid());
  }

  private void assertNothingIsStored() {
    assertThat(store.written)
        .noneMatch(value -> value.contains("NEXT-TOKEN") || value.contains("NEXT-REFRESH-TOKEN"));
  }

  @ParameterizedTest
  @MethodSource("namesBob")
  void sessionRefreshForOtherUser_isDiscarded(Names names) throws IOException {
    Session session = onBehalfOf.startSession(assertion());
    fixture.time.advance(Duration.ofHours(2));
    respond(names);

    assertThatThrownBy(() -> session.token(TWINS))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("different user");

    assertNothingIsKept(session);
  }

  @ParameterizedTest
  @MethodSource("namesBob")
  void exchangeForOtherUser_isDiscarded(Names names) throws IOException {
    TokenProvider user = onBehalfOf.forUser(assertion());
    respond(names);

    assertThatThrownBy(() -> user.token(TWINS))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("different user");

    assertNothingIsKept(user);
  }

  @ParameterizedTest
  @MethodSource("namesBob")
  void sessionStartForOtherUser_isDiscarded(Names names) {
    respond(names);

    assertThatThrownBy(() -> onBehalfOf.startSession(assertion()))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("different user");

    assertNothingIsStored();
    assertThat(store.written).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("namesBob")
  void accountRefreshForOtherUser_isDiscarded(Names names) throws IOException {
    UserSignIn desktop =
        fixture
            .signIn(entra.nativeApp())
            .store(store)
            .browser(url -> fixture.azure.browser().withUser(entra.alice()).visit(url));
    desktop.signIn();
    fixture.time.advance(Duration.ofHours(2));
    respond(names);

    assertThatThrownBy(() -> desktop.token(TWINS))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("different user");

    assertNothingIsKept(desktop);
  }

  @ParameterizedTest
  @MethodSource("namesOfSameUser")
  void responseForSameUser_isAccepted(Names names) throws IOException {
    Session session = onBehalfOf.startSession(assertion());
    fixture.time.advance(Duration.ofHours(2));
    respond(names);
    assertThat(session.token(TWINS).value()).isEqualTo("NEXT-TOKEN");
    respond(names);
    assertThat(onBehalfOf.forUser(assertion()).token(TWINS).value()).isEqualTo("NEXT-TOKEN");
    respond(names);
    assertThat(onBehalfOf.startSession(assertion()).token(TWINS).value()).isEqualTo("NEXT-TOKEN");
  }
}
