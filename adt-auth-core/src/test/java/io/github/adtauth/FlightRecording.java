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

/** A flight recording of the events of this process that contain names, paths or messages. */
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
    recording.enable("jdk.JavaExceptionThrow").withStackTrace(); // identifies the source
    recording.start();
  }

  /** Returns the secrets in the recording so far, except in OkHttp's own exceptions. */
  Set<String> leaks(Marks marks) {
    Set<String> leaks = new TreeSet<>();
    try {
      Path file = Files.createTempFile("canary", ".jfr");
      try {
        recording.dump(file);
        if (!marks.in(Files.readAllBytes(file)).isEmpty()) {
          for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (!isFromOkHttp(event)) {
              marks
                  .in(event.toString())
                  .forEach(name -> leaks.add(name + " in flight recording of " + source(event)));
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

  /**
   * OkHttp throws and catches some exceptions whose message quotes a status line or media type. A
   * hostile service can put a secret there. Such events are off in both of the JDK's settings.
   */
  private static boolean isFromOkHttp(RecordedEvent event) {
    return event.hasField("thrownClass")
        && event.getStackTrace() != null
        && event.getStackTrace().getFrames().stream()
            .map(frame -> frame.getMethod().getType().getName())
            .filter(type -> !type.startsWith("java.") && !type.startsWith("kotlin."))
            .findFirst()
            .filter(type -> type.startsWith("okhttp3."))
            .isPresent();
  }

  private static String source(RecordedEvent event) {
    return event.hasField("thrownClass")
        ? event.getClass("thrownClass").getName()
        : event.getEventType().getName();
  }

  @Override
  public void close() {
    recording.close();
  }
}
