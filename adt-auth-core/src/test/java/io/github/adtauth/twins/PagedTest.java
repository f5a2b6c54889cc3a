package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParser;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.internal.twins.Json;
import io.github.adtauth.internal.twins.TwinJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagedTest extends PagedFixture {
  private static final String TOKEN =
      "{\"_t\":2,\"_rc\":\"[{\\\"token\\\":\\\"+RID:~x#RT:1\\\"}]\"}";

  @Test
  void query_requestsEachPageByToken() {
    page(TOKEN, 1, 2);
    page("next", 3);
    server.json(200, "{\"continuationToken\":null,\"unknown\":{},\"value\":[]}");

    assertThat(rooms()).containsExactly(new Room(1), new Room(2), new Room(3));

    RecordedRequest first = server.seen();
    assertThat(first.getRequestLine()).startsWith("POST /query?api-version=2023-10-31 ");
    assertThat(first.getHeaders().get("max-items-per-page")).isEqualTo("2");
    assertThat(server.seenBody())
        .isEqualTo(new TwinJson(null).text(Json.object("continuationToken", TOKEN)));
    RecordedRequest third = server.seen();
    assertThat(third.getHeaders().get("max-items-per-page")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":[]}",
        "{\"value\":[],\"continuationToken\":null}",
        "{\"value\":[],\"continuationToken\":\"\"}"
      })
  void pageWithoutToken_isLast(String body) {
    server.json(200, body);

    assertThat(rooms()).isEmpty();
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void secondPage_isPrefetchedAfterHalfOfFirst() {
    Iterator<Room> rooms = rooms().iterator();
    assertThat(server.web.getRequestCount()).isZero();

    page("a", 1, 2, 3, 4);
    rooms.next();
    assertThat(server.seen().getTarget()).startsWith("/query");
    assertThat(server.web.getRequestCount()).isEqualTo(1);

    page(null, 5);
    rooms.next();
    server.seen(); // arrives before the third room is requested
    assertThat(rooms.next()).isEqualTo(new Room(3));
    assertThat(rooms.next()).isEqualTo(new Room(4));
    assertThat(rooms.next()).isEqualTo(new Room(5));
    assertThat(rooms.hasNext()).isFalse();
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void laterPages_arePrefetchedOnArrival() {
    page("a", 1, 2);
    page("b", 3, 4, 5, 6);
    page(null, 7);
    Iterator<Room> rooms = rooms().iterator();
    rooms.next();
    rooms.next();
    assertThat(rooms.next()).isEqualTo(new Room(3));

    server.seen();
    server.seen();
    server.seen(); // arrives before the fourth room is requested
    assertThat(rooms)
        .toIterable()
        .containsExactly(new Room(4), new Room(5), new Room(6), new Room(7));
    assertThat(server.web.getRequestCount()).isEqualTo(3);
  }

  @Test
  void byPage_doesNotPrefetch() {
    page("a", 1, 2);

    Page<Room> page = rooms().byPage().iterator().next();

    assertThat(page.items()).hasSize(2);
    assertThat(page.continuationToken()).isEqualTo("a");
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void iteratorOnOnlyDispatcherThread_doesNotDeadlock() {
    page(null, 0);
    page("a", 1, 2);
    page(null, 3);
    server.plain.dispatcher().setMaxRequests(1);
    List<Room> seen = new ArrayList<>();

    twins
        .async()
        .query(TwinQuery.of("SELECT"), Room.class)
        .forEachPage(
            page -> {
              rooms().forEach(seen::add);
              return false;
            })
        .join();

    assertThat(seen).containsExactly(new Room(1), new Room(2), new Room(3));
  }

  @Test
  void interruptedIterator_cancelsCall() {
    page("a", 1, 2);
    server.web.enqueue(
        new MockResponse.Builder().headersDelay(1, TimeUnit.MINUTES).code(200).build());
    Iterator<Room> rooms = rooms().iterator();
    rooms.next();
    rooms.next();
    server.seen();
    server.seen();

    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CallCanceledException.class).isThrownBy(rooms::next);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.plain.dispatcher().runningCalls()).allMatch(Call::isCanceled);
  }

  @Test
  void query_resumesFromContinuationToken() {
    page(null, 3);

    assertThat(twins.query(TwinQuery.fromContinuationToken(TOKEN).pageSize(7), Room.class))
        .containsExactly(new Room(3));

    RecordedRequest request = server.seen();
    assertThat(JsonParser.parseString(request.getBody().utf8()))
        .isEqualTo(Json.object("continuationToken", TOKEN));
    assertThat(request.getHeaders().get("max-items-per-page")).isEqualTo("7");
  }

  @Test
  void eachIteration_startsWithFirstPage() {
    page(null, 1);
    page(null, 2);
    Paged<Room> rooms = rooms();

    assertThat(rooms).containsExactly(new Room(1));
    assertThat(rooms).containsExactly(new Room(2));
  }

  @Test
  void byPage_returnsQueryCharge() {
    page("a", 1);
    page(null);

    Iterator<Page<Room>> pages = rooms().byPage().iterator();

    Page<Room> first = pages.next();
    assertThat(first.items()).containsExactly(new Room(1));
    assertThat(first.queryCharge()).isEqualTo(3.21);
    assertThat(first).hasToString("Page[1 items]");
    assertThat(pages.next().items()).isEmpty();
    assertThat(pages.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(pages::next);
  }

  @Test
  void nextLink_isCalledUnchanged() {
    String path =
        "/digitaltwins/floor-1/relationships?continuationToken=a%2Bb,%22c%22&api-version=2022-05-31";
    server
        .json(200, "{\"nextLink\":\"" + server.url(path) + "\",\"value\":[]}")
        .json(200, "{\"nextLink\":null,\"value\":[{\"$relationshipId\":\"r\"}]}");

    assertThat(twins.relationships("floor-1").list("contains", CallOption.requestId("x")))
        .extracting(Relationship::id)
        .containsExactly("r");

    assertThat(server.seen().getTarget())
        .isEqualTo(
            "/digitaltwins/floor-1/relationships?relationshipName=contains&api-version=2023-10-31");
    RecordedRequest second = server.seen();
    assertThat(second.getTarget()).isEqualTo(path);
    assertThat(second.getHeaders().get("Authorization")).isEqualTo("Bearer t");
    assertThat(second.getHeaders().get("x-ms-client-request-id")).isEqualTo("x");
  }

  @Test
  void fakes_canReturnPages() {
    assertThat(Paged.of(List.of(1, 2))).containsExactly(1, 2);
    List<Integer> seen = new ArrayList<>();
    AsyncPaged.of(List.of(1, 2)).forEach(seen::add).join();
    assertThat(seen).containsExactly(1, 2);
  }
}
