package io.github.adtauth.testkit.internal;

import com.google.gson.JsonElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Simulates lagging replicas: reads return the previous state of an object for some time after a
 * write. Lag is counted in reads, separately for reads by ID and lists. There is none by default.
 * Callers must hold the lock.
 */
public final class Replicas {
  private final Map<String, Deque<Version>> staleVersions = new HashMap<>();
  private int reads;
  private int lists;
  private @Nullable Random random;

  /** The state before a write and the remaining number of reads that return it. */
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

  /**
   * Sets how many reads by ID, and how many lists, return the previous state after each write from
   * now on.
   */
  public void lag(int byId, int byList) {
    reads = byId;
    lists = byList;
    random = null;
  }

  /**
   * Chooses the lag of each write from now on, up to the given numbers, and the replica of each
   * read at random.
   */
  public void lagAtRandom(Random source, int byId, int byList) {
    lag(byId, byList);
    random = source;
  }

  /** Records the state before a write, which is null for a new object. */
  public void recordWrite(String id, @Nullable JsonElement before) {
    int byId = random == null ? reads : random.nextInt(reads + 1);
    int byList = random == null ? lists : random.nextInt(lists + 1);
    if (byId > 0 || byList > 0) {
      JsonElement state = before == null ? null : before.deepCopy();
      staleVersions
          .computeIfAbsent(id, key -> new ArrayDeque<>())
          .add(new Version(state, byId, byList));
    }
  }

  /**
   * Returns the state of an object for a read by ID or a list, or null if it does not exist yet.
   */
  public @Nullable JsonElement read(String id, @Nullable JsonElement current, boolean inList) {
    Deque<Version> versions = staleVersions.getOrDefault(id, new ArrayDeque<>());
    versions.removeIf(version -> version.reads <= 0 && version.lists <= 0);
    if (random != null && random.nextBoolean()) {
      return current; // An up-to-date replica serves this read.
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
    return current;
  }

  /** Ends all lag. */
  public void clear() {
    lag(0, 0);
    staleVersions.clear();
  }
}
