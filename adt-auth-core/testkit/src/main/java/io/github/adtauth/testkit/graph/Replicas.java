package io.github.adtauth.testkit.graph;

import com.google.gson.JsonElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that lag behind the writes: what a read returns of an object for some time after it was
 * changed. Lag is counted in reads, because nothing here moves by itself; lists may lag longer than
 * reads by id. Off until switched on. Callers hold the lock.
 */
final class Replicas {
  private final Map<String, Deque<Version>> staleVersions = new HashMap<>();
  private int reads;
  private int lists;
  private @Nullable Random random;

  /** What was there before a write, and how many reads still return it. */
  private static final class Version {
    final @Nullable JsonElement state;
    int reads;
    int lists;

    Version(@Nullable JsonElement state, int reads, int lists) {
      this.state = state;
      this.reads = reads;
      this.lists = lists;
    }
  }

  /** Lets so many reads by id, and so many lists, return the state before each later write. */
  void lag(int byId, int byList) {
    reads = byId;
    lists = byList;
    random = null;
  }

  /** Draws the lag of each later write, up to these, and the replica of each read. */
  void lagAtRandom(Random source, int byId, int byList) {
    lag(byId, byList);
    random = source;
  }

  /** Notes the state before a write; null for an object that did not exist. */
  void recordWrite(String id, @Nullable JsonElement before) {
    int byId = random == null ? reads : random.nextInt(reads + 1);
    int byList = random == null ? lists : random.nextInt(lists + 1);
    if (byId > 0 || byList > 0) {
      JsonElement state = before == null ? null : before.deepCopy();
      staleVersions
          .computeIfAbsent(id, key -> new ArrayDeque<>())
          .add(new Version(state, byId, byList));
    }
  }

  /** Returns what a read by id, or a list, returns of an object; null if it is not there yet. */
  @Nullable JsonElement read(String id, @Nullable JsonElement now, boolean inList) {
    Deque<Version> versions = staleVersions.getOrDefault(id, new ArrayDeque<>());
    versions.removeIf(version -> version.reads <= 0 && version.lists <= 0);
    if (random != null && random.nextBoolean()) {
      return now; // from a replica that is up to date
    }
    for (Version version : versions) {
      if (inList && version.lists > 0) {
        version.lists--;
        return version.state;
      }
      if (!inList && version.reads > 0) {
        version.reads--;
        return version.state;
      }
    }
    return now;
  }

  /** Ends all lag. */
  void clear() {
    lag(0, 0);
    staleVersions.clear();
  }
}
