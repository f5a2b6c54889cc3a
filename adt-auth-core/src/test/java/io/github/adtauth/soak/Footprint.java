package io.github.adtauth.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the process holds: live heap, threads, and sockets where the system reports them. */
record Footprint(long heap, List<String> threads, int sockets) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  static Footprint now() {
    List<String> threads = new ArrayList<>();
    Thread.getAllStackTraces().keySet().forEach(thread -> threads.add(thread.getName()));
    threads.sort(null);
    return new Footprint(liveHeap(), threads, countSockets());
  }

  /** What a full collection left; what is allocated a moment later does not count. */
  static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }

  static int countSockets() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return (int) all.filter(Footprint::isSocket).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  /** Returns what is here and was not there before. */
  List<String> threadsBeyond(Footprint before) {
    List<String> more = new ArrayList<>(threads);
    before.threads().forEach(more::remove);
    return more;
  }

  @Override
  public String toString() {
    return "%d MB, %d threads, %d sockets".formatted(heap >> 20, threads.size(), sockets);
  }
}
