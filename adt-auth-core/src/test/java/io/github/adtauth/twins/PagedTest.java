package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagedTest {
  private static final String TOKEN =
      "{\"_t\":2,\"_rc\":\"[{\\\"token\\\":\\\"+RID:~x#RT:1\\\"}]\"}";

  record Room(double temperature) {}

  private TwinsServer server;
  private DigitalTwinsClient twins;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    twins = server.twins();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void page(String token, int... temperatures) {
    JsonObject page = JsonParser.parseString("{\"value\":[]}").getAsJsonObject();
    for (int t : temperatures) {
      page.getAsJsonArray("value")
          .add(JsonParser.parseString("{\"temperature\":" + t + ",\"extra\":{\"a\":[1]}}"));
    }
    page.addProperty("continuationToken", token);
    server.json(200, page.toString(), "query-charge", "3.21");
  }

  private Paged<Room> rooms() {
    return twins.query(TwinQuery.of("SELECT * FROM digitaltwins").pageSize(2), Room.class);
  }

  @Test
  void aQuery_goesFromPageToPageByItsToken() {
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
  void aPageWithoutAToken_isTheLast(String body) {
    server.json(200, body);

    assertThat(rooms()).isEmpty();
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aPage_isFetchedAheadWhenHalfOfTheOneBeforeIsRead_andNotSooner() {
    Iterator<Room> rooms = rooms().iterator();
    assertThat(server.web.getRequestCount()).isZero();

    page("a", 1, 2, 3, 4);
    rooms.next();
    assertThat(server.seen().getTarget()).startsWith("/query");
    assertThat(server.web.getRequestCount()).isEqualTo(1);

    page(null, 5);
    rooms.next();
    server.seen(); // comes although nobody has asked for the third room yet
    assertThat(rooms.next()).isEqualTo(new Room(3));
    assertThat(rooms.next()).isEqualTo(new Room(4));
    assertThat(rooms.next()).isEqualTo(new Room(5));
    assertThat(rooms.hasNext()).isFalse();
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void fromTheSecondPageOn_theNextIsFetchedAsSoonAsOneHasArrived() {
    page("a", 1, 2);
    page("b", 3, 4, 5, 6);
    page(null, 7);
    Iterator<Room> rooms = rooms().iterator();
    rooms.next();
    rooms.next();
    assertThat(rooms.next()).isEqualTo(new Room(3));

    server.seen();
    server.seen();
    server.seen(); // comes although nobody has asked for the fourth room yet
    assertThat(rooms)
        .toIterable()
        .containsExactly(new Room(4), new Room(5), new Room(6), new Room(7));
    assertThat(server.web.getRequestCount()).isEqualTo(3);
  }

  @Test
  void aPageThatCannotBeRead_isNotFollowed_andCanBeAskedForAgain() {
    page("a", 1);
    server.json(200, "{\"value\":[{\"temperature\":\"hot\"}],\"continuationToken\":\"b\"}");
    page(null, 2); // for the page that it seemed to lead to, or for the one asked for again
    page(null, 2);
    Iterator<Room> rooms = rooms().iterator();
    rooms.next();

    assertThatExceptionOfType(UnexpectedAnswerException.class).isThrownBy(rooms::next);
    assertThat(rooms.next()).isEqualTo(new Room(2));
  }

  @Test
  void whatIsInsideATwin_leadsNowhere() {
    page("a", 1);
    server.json(200, "{\"value\":[{\"temperature\":2,\"continuationToken\":\"of a twin\"}]}");

    assertThat(rooms()).containsExactly(new Room(1), new Room(2));
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void byPage_fetchesNothingAhead() {
    page("a", 1, 2);

    Page<Room> page = rooms().byPage().iterator().next();

    assertThat(page.items()).hasSize(2);
    assertThat(page.continuationToken()).isEqualTo("a");
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aPageFetchedAheadThatFails_failsWhenItIsItsTurn_andCanBeAskedForAgain() {
    page("a", 1, 2);
    server.json(503, "");
    page(null, 3);
    Iterator<Room> rooms = rooms().iterator();

    assertThat(rooms.next()).isEqualTo(new Room(1));
    assertThat(rooms.next()).isEqualTo(new Room(2));
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(rooms::next)
        .satisfies(e -> assertThat(e.getStackTrace()).anyMatch(at -> here(at.getClassName())));
    assertThat(rooms.next()).isEqualTo(new Room(3));
  }

  private static boolean here(String className) {
    return className.equals(PagedTest.class.getName());
  }

  @Test
  void aReaderOnTheDispatchersOnlyThread_isNotStuckBehindItself() {
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
        .orTimeout(10, TimeUnit.SECONDS)
        .join();

    assertThat(seen).containsExactly(new Room(1), new Room(2), new Room(3));
  }

  @Test
  void anInterruptedReader_leavesNoCallBehind() {
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
  void aQuery_goesOnBehindAPageByItsToken() {
    page(null, 3);

    assertThat(twins.query(TwinQuery.continuing(TOKEN).pageSize(7), Room.class))
        .containsExactly(new Room(3));

    RecordedRequest request = server.seen();
    assertThat(JsonParser.parseString(request.getBody().utf8()))
        .isEqualTo(Json.object("continuationToken", TOKEN));
    assertThat(request.getHeaders().get("max-items-per-page")).isEqualTo("7");
  }

  @Test
  void eachIteration_beginsAnew() {
    page(null, 1);
    page(null, 2);
    Paged<Room> rooms = rooms();

    assertThat(rooms).containsExactly(new Room(1));
    assertThat(rooms).containsExactly(new Room(2));
  }

  @Test
  void byPage_tellsWhatEachPageCost() {
    page("a", 1);
    page(null);

    Iterator<Page<Room>> pages = rooms().byPage().iterator();

    Page<Room> first = pages.next();
    assertThat(first.items()).containsExactly(new Room(1));
    assertThat(first.charge()).isEqualTo(3.21);
    assertThat(first).hasToString("Page[1 items]");
    assertThat(pages.next().items()).isEmpty();
    assertThat(pages.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(pages::next);
  }

  @Test
  void aChargeThatIsNoNumber_isNone() {
    server.json(200, "{\"value\":[]}", "query-charge", "much");

    assertThat(rooms().byPage().iterator().next().charge()).isZero();
  }

  @Test
  void theSameTokenTwice_endsTheQuery() {
    page("a", 1);
    page("a", 2);

    List<Room> seen = new ArrayList<>();
    assertThatExceptionOfType(UnexpectedAnswerException.class)
        .isThrownBy(() -> rooms().forEach(seen::add))
        .withMessageContaining("circle");
    assertThat(seen).containsExactly(new Room(1), new Room(2));
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aWiderCircle_endsTheQueryToo() {
    for (int i = 0; i < 40; i++) {
      page("token-" + i % 7, i);
    }

    assertThatExceptionOfType(UnexpectedAnswerException.class)
        .isThrownBy(() -> rooms().forEach(room -> {}));
    assertThat(server.web.getRequestCount()).isLessThan(30);
  }

  @Test
  void aTruncatedPage_givesNoneOfItsItems_afterThoseBefore() {
    page("a", 1);
    server.json(200, "{\"value\":[{\"temperature\":2},{\"temp");

    List<Room> seen = new ArrayList<>();
    assertThatExceptionOfType(UnexpectedAnswerException.class)
        .isThrownBy(() -> rooms().forEach(seen::add));
    assertThat(seen).containsExactly(new Room(1));
  }

  @Test
  void aNextLink_isCalledAsItIs() {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/x",
        "http://localhost:PORT/x",
        "https://localhost:1/x",
        "https://localhost@evil.example/x",
        "https://localhost.evil.example:PORT/x",
        "//evil.example/x",
        "/digitaltwins/a",
        "ftp://localhost:PORT/x",
        "nonsense"
      })
  void aNextLinkToElsewhere_isNotCalled(String link) {
    server.json(
        200,
        "{\"nextLink\":\""
            + link.replace("PORT", String.valueOf(server.web.getPort()))
            + "\",\"value\":[{\"$relationshipId\":\"r\"}]}");
    List<String> seen = new ArrayList<>();

    assertThatExceptionOfType(UnexpectedAnswerException.class)
        .isThrownBy(() -> twins.relationships("floor-1").list().forEach(r -> seen.add(r.id())))
        .withMessageContaining("It was not called")
        .withMessageContaining(link.contains("evil") && link.contains(":/") ? "evil.example" : "");

    assertThat(seen).containsExactly("r");
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void fakes_canHandOutPages() {
    assertThat(Paged.of(List.of(1, 2))).containsExactly(1, 2);
    List<Integer> seen = new ArrayList<>();
    AsyncPaged.of(List.of(1, 2)).forEach(seen::add).join();
    assertThat(seen).containsExactly(1, 2);
  }
}
