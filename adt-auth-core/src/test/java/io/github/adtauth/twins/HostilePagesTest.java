package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests pages that are truncated, form a loop or link to other hosts. */
class HostilePagesTest extends PagedFixture {
  @Test
  void unreadablePage_isNotFollowedAndCanBeRetried() {
    page("a", 1);
    server.json(200, "{\"value\":[{\"temperature\":\"hot\"}],\"continuationToken\":\"b\"}");
    page(null, 2); // for the presumed next page, or for the retried page
    page(null, 2);
    Iterator<Room> rooms = rooms().iterator();
    rooms.next();

    assertThatIllegalArgumentException().isThrownBy(rooms::next).withMessageContaining("hot");
    assertThat(rooms.next()).isEqualTo(new Room(2));
  }

  @Test
  void tokenWithinTwin_isNotFollowed() {
    page("a", 1);
    server.json(200, "{\"value\":[{\"temperature\":2,\"continuationToken\":\"of a twin\"}]}");

    assertThat(rooms()).containsExactly(new Room(1), new Room(2));
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void failedPrefetch_failsWhenReachedAndCanBeRetried() {
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

  @Test
  void invalidQueryCharge_isZero() {
    server.json(200, "{\"value\":[]}", "query-charge", "much");

    assertThat(rooms().byPage().iterator().next().queryCharge()).isZero();
  }

  @Test
  void longToken_failsQuery() {
    page("%25252541".repeat(10_000), 1);

    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> rooms().byPage().iterator().next())
        .withMessageContaining("a link, token, id or status of more than 65536 characters.");
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void longTokenOfLaterPage_isNotPrefetched() {
    page("a", 1);
    page("b".repeat(70_000), 2);
    Iterator<Room> rooms = rooms().iterator();
    rooms.next();

    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(rooms::next)
        .withMessageContaining("65536");
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void sameTokenTwice_failsQuery() {
    page("a", 1);
    page("a", 2);

    List<Room> seen = new ArrayList<>();
    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> rooms().forEach(seen::add))
        .withMessageContaining("loop");
    assertThat(seen).containsExactly(new Room(1), new Room(2));
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void longerLoop_failsQuery() {
    for (int i = 0; i < 40; i++) {
      page("token-" + i % 7, i);
    }

    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> rooms().forEach(room -> {}));
    assertThat(server.web.getRequestCount()).isLessThan(30);
  }

  @Test
  void truncatedPage_returnsNoItems() {
    page("a", 1);
    server.json(200, "{\"value\":[{\"temperature\":2},{\"temp");

    List<Room> seen = new ArrayList<>();
    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> rooms().forEach(seen::add));
    assertThat(seen).containsExactly(new Room(1));
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
  void nextLinkToOtherHost_isNotCalled(String link) {
    server.json(
        200,
        "{\"nextLink\":\""
            + link.replace("PORT", String.valueOf(server.web.getPort()))
            + "\",\"value\":[{\"$relationshipId\":\"r\"}]}");
    List<String> seen = new ArrayList<>();

    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> twins.relationships("floor-1").list().forEach(r -> seen.add(r.id())))
        .withMessageContaining("The link was not followed")
        .withMessageContaining(link.contains("evil") && link.contains(":/") ? "evil.example" : "");

    assertThat(seen).containsExactly("r");
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  private static boolean here(String className) {
    return className.equals(HostilePagesTest.class.getName());
  }
}
