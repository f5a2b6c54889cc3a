package io.github.adtauth.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;

/**
 * Returns the first status of an order. The class of Spring Boot that does this is not in the same
 * place in every line. Immutable.
 */
final class OrderedStatusAggregator implements StatusAggregator {
  private final List<String> order;

  OrderedStatusAggregator(String... order) {
    this.order = Arrays.stream(order).map(OrderedStatusAggregator::plain).toList();
  }

  /** Returns {@code UNKNOWN} if no status is in the order. */
  @Override
  public Status getAggregateStatus(Set<Status> statuses) {
    for (String code : order) {
      for (Status status : statuses) {
        if (plain(status.getCode()).equals(code)) {
          return status;
        }
      }
    }
    return Status.UNKNOWN;
  }

  /** As in Spring Boot, {@code out-of-service} is {@code OUT_OF_SERVICE}. */
  private static String plain(String code) {
    return code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
