package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.bulk.BulkItem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a {@link LinkageError} within a call reaches the caller unchanged. */
class LinkageErrorTest extends TwinsServerFixture {
  private static final TwinQuery ALL = TwinQuery.of("SELECT * FROM digitaltwins");

  @SuppressWarnings("StaticAssignmentOfThrowable") // the tests compare by identity
  private static final Error MISSING = new NoClassDefFoundError("com/example/Missing");

  /** Returns providers that fail with {@link #MISSING}, directly or through a future. */
  static Stream<TokenProvider> providers() {
    return Stream.of(
        request -> {
          throw MISSING;
        },
        request -> {
          throw new CompletionException(MISSING);
        },
        request -> {
          throw new IOException("canceled due to " + MISSING, MISSING);
        },
        request -> {
          throw new IllegalStateException(
              "cannot load the plug-in", new CompletionException(MISSING));
        });
  }

  private void connect(TokenProvider tokens) {
    twins = server.builder().build().client(tokens);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void provider_blockingCall_throwsSameError(TokenProvider tokens) {
    connect(tokens);
    assertThatThrownBy(() -> twins.getTwin("a", DigitalTwin.class)).isSameAs(MISSING);
    assertThatThrownBy(() -> twins.query(ALL, DigitalTwin.class).iterator().next())
        .isSameAs(MISSING);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void provider_asyncCall_completesWithSameError(TokenProvider tokens) {
    connect(tokens);
    AsyncDigitalTwinsClient async = twins.async();
    assertThat(failureOf(async.getTwin("a", DigitalTwin.class))).isSameAs(MISSING);
    assertThat(failureOf(async.query(ALL, DigitalTwin.class).forEach(twin -> {})))
        .isSameAs(MISSING);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void provider_bulkRun_throwsSameError(TokenProvider tokens) {
    connect(tokens);
    List<BulkItem> items = List.of(BulkItem.deleteTwin("a"), BulkItem.deleteTwin("b"));
    assertThatThrownBy(() -> twins.bulk().run(items)).isSameAs(MISSING);
  }

  /** Gson wraps the exception of a constructor. */
  @Test
  void userConstructor_throwsSameError() {
    server.json(200, "{\"$dtId\":\"a\"}");
    assertThatThrownBy(() -> twins.getTwin("a", NeedsMissingClass.class)).isSameAs(MISSING);
  }

  @Test
  void userAdapter_throwsSameError() {
    TypeAdapter<DigitalTwin> failing =
        new TypeAdapter<>() {
          @Override
          public void write(JsonWriter out, DigitalTwin value) {
            throw new AssertionError("nothing is written");
          }

          @Override
          public DigitalTwin read(JsonReader in) {
            throw new IllegalStateException(MISSING);
          }
        };
    twins =
        server
            .builder()
            .gson(new GsonBuilder().registerTypeAdapter(DigitalTwin.class, failing).create())
            .build()
            .client(TwinsServer.tokens("t"));
    server.json(200, "{\"$dtId\":\"a\"}");
    assertThatThrownBy(() -> twins.getTwin("a", DigitalTwin.class)).isSameAs(MISSING);
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    Throwable failure = catchThrowable(future::join);
    assertThat(failure).isInstanceOf(CompletionException.class);
    return failure.getCause();
  }

  static final class NeedsMissingClass {
    NeedsMissingClass() {
      throw MISSING;
    }
  }
}
