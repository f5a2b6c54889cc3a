package io.github.adtauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What Flight Recorder writes of this process where names, paths and messages are in it. */
final class FlightRecording implements AutoCloseable {
  private static final String[] EVENTS = {
    "jdk.JavaExceptionThrow",
    "jdk.JavaErrorThrow",
    "jdk.ThreadStart",
    "jdk.ThreadEnd",
    "jdk.ThreadPark",
    "jdk.JavaMonitorEnter",
    "jdk.SocketRead",
    "jdk.SocketWrite",
    "jdk.FileRead",
    "jdk.FileWrite",
    "jdk.TLSHandshake",
    "jdk.X509Certificate",
    "jdk.ProcessStart",
  };

  private final Recording recording = new Recording();

  FlightRecording() {
    for (String event : EVENTS) {
      recording.enable(event).withoutThreshold().withoutStackTrace();
    }
    recording.enable("jdk.JavaExceptionThrow").withStackTrace(); // to say whose it is
    recording.start();
  }

  /** Returns what of the marks is in what was recorded until now: which event, from where. */
  Set<String> leaks(Marks marks) {
    Set<String> leaks = new TreeSet<>();
    try {
      Path file = Files.createTempFile("canary", ".jfr");
      try {
        recording.dump(file);
        Set<String> names = marks.in(Files.readAllBytes(file));
        names.forEach(name -> leaks.add(name + " in flight recording"));
        if (!names.isEmpty()) {
          for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (!marks.in(event.toString()).isEmpty()) {
              leaks.add("flight recording: " + source(event));
            }
          }
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return leaks;
  }

  /** The type of the event; of an exception its class and the method that threw it. */
  private static String source(RecordedEvent event) {
    String name = event.getEventType().getName();
    if (!event.hasField("thrownClass") || event.getStackTrace() == null) {
      return name;
    }
    return event.getClass("thrownClass").getName()
        + " of "
        + event.getStackTrace().getFrames().stream()
            .filter(frame -> !frame.getMethod().getName().equals("<init>"))
            .limit(5)
            .map(f -> f.getMethod().getType().getName() + "." + f.getMethod().getName())
            .toList();
  }

  @Override
  public void close() {
    recording.close();
  }
}
