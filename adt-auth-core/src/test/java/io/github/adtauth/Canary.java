package io.github.adtauth;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Enables all logging, collects everything that a program prints, records or measures, and searches
 * it for secrets. Thread-safe.
 */
final class Canary implements AutoCloseable {
  final Marks marks = new Marks();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Set<Text> texts = ConcurrentHashMap.newKeySet();
  private final HeapWalk heap = new HeapWalk(this);
  private final LogCapture logs = new LogCapture(this);
  private final FlightRecording flight = new FlightRecording();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  Canary() {
    PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(console);
    System.setErr(console);
  }

  /** Registers a secret. */
  void mark(String name, String secret) {
    marks.add(name, secret);
  }

  /** Collects a text. */
  void collect(String where, String text) {
    texts.add(new Text(where, text));
  }

  /** Collects bytes. */
  void collect(String where, byte[] bytes) {
    collect(where, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Collects the string forms of an object and its fields, and the fields with secrets. */
  void collectObject(String where, Object root) {
    heap.from(where, root);
  }

  /** Collects the printed, inspected and serialized forms of an exception. */
  void collect(String where, Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace)); // with causes and suppressed ones
    collect(where, trace.toString());
    collect(where + ", serialized", serialized(failure));
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> next = new ArrayDeque<>(Set.of(failure));
    while (!next.isEmpty()) {
      Throwable t = next.remove();
      if (seen.add(t)) {
        collect(where, t + " " + t.getMessage() + " " + t.getLocalizedMessage());
        inspect(where, t);
        collectObject(where, t);
        next.addAll(Arrays.asList(t.getSuppressed()));
        if (t.getCause() != null) {
          next.add(t.getCause());
        }
      }
    }
  }

  private void inspect(String where, Throwable failure) {
    for (Method method : failure.getClass().getMethods()) {
      if (method.getParameterCount() == 0
          && failure instanceof AdtException
          && !Modifier.isStatic(method.getModifiers())
          && method.getReturnType() != void.class
          && method.getDeclaringClass().getName().startsWith("io.github.adtauth")) {
        try {
          collect(where + ", " + method.getName() + "()", String.valueOf(method.invoke(failure)));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Returns the distinct places where secrets were found. */
  Set<String> leaks() {
    Set<String> leaks = new TreeSet<>();
    collect("standard output", printed.toString(StandardCharsets.UTF_8));
    meters.getMeters().forEach(m -> collect("meter", m.getId() + " " + m.getId().getDescription()));
    Thread.getAllStackTraces().keySet().forEach(thread -> collect("thread", thread.toString()));
    texts.forEach(text -> marks.in(text.value).forEach(m -> leaks.add(m + " in " + text.where)));
    leaks.addAll(flight.leaks(marks));
    return leaks;
  }

  /** Returns the fields in which a secret was found, as {@code Type.field}. */
  Set<String> holders() {
    return heap.holders();
  }

  /** Returns the names of the library's types whose objects were collected. */
  Set<Class<?>> collectedTypes() {
    return heap.collectedTypes();
  }

  /** Returns the number of lines of loggers whose name has a prefix. */
  long logged(String prefix) {
    return logs.lines(prefix);
  }

  private static byte[] serialized(Throwable failure) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failure);
    } catch (IOException e) {
      throw new UncheckedIOException("an exception must be serializable", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    logs.close();
    flight.close();
  }

  private record Text(String where, String value) {}
}
