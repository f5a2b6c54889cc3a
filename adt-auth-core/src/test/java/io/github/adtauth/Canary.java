package io.github.adtauth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns all logging on, gathers whatever a program could print, and finds the secrets in it: a
 * short one as a whole, of a long one any 31 characters in a row. Thread-safe.
 */
final class Canary implements AutoCloseable {
  private static final int WINDOW = 24;
  private static final int STEP = 8;

  private final Map<String, String> shortMarks = new ConcurrentHashMap<>();
  private final Map<String, String> fragments = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Text> texts = new ConcurrentLinkedQueue<>();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Appender<ILoggingEvent> console = root.getAppender("console");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Map<ch.qos.logback.classic.Logger, Level> levels = new HashMap<>();
  private final java.util.logging.Logger julRoot = java.util.logging.Logger.getLogger("");
  private final java.util.logging.Level julLevel = julRoot.getLevel();
  private final Handler[] julHandlers = julRoot.getHandlers();

  Canary() {
    for (ch.qos.logback.classic.Logger logger : context.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(Level.TRACE);
      }
    }
    root.detachAppender(console);
    appender.start();
    root.addAppender(appender);
    for (Handler handler : julHandlers) {
      julRoot.removeHandler(handler);
    }
    julRoot.addHandler(new JulHandler());
    julRoot.setLevel(java.util.logging.Level.ALL);
  }

  /** Names a secret; the header of a JSON Web Token, the same for all, is none. */
  void mark(String name, String secret) {
    if (secret.length() < 8) {
      return; // no secret, and found everywhere
    }
    if (secret.length() < WINDOW + STEP) {
      shortMarks.put(secret, name);
      shortMarks.put(URLEncoder.encode(secret, StandardCharsets.UTF_8), name);
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      shortMarks.put(Base64.getEncoder().withoutPadding().encodeToString(bytes), name);
      return;
    }
    for (int at = secret.startsWith("eyJ") ? secret.indexOf('.') + 1 : 0;
        at + WINDOW <= secret.length();
        at += STEP) {
      fragments.put(secret.substring(at, at + WINDOW), name);
    }
  }

  /** Gathers a text. */
  void saw(String where, String text) {
    texts.add(new Text(where, text));
  }

  /** Gathers what somebody who prints, inspects or stores an exception gets to see. */
  void saw(String where, Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace)); // with causes and suppressed ones
    saw(where, trace.toString());
    saw(where + ", serialized", serialized(failure));
    for (Throwable t = failure; t != null; t = t.getCause()) {
      for (Method method : t.getClass().getMethods()) {
        if (method.getParameterCount() == 0
            && t instanceof AdtException
            && !Modifier.isStatic(method.getModifiers())
            && method.getReturnType() != void.class
            && method.getDeclaringClass().getName().startsWith("io.github.adtauth")) {
          try {
            saw(where + ", " + method.getName() + "()", String.valueOf(method.invoke(t)));
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
  }

  /** Returns where secrets were seen, each place once. */
  Set<String> leaks() {
    Set<String> leaks = new TreeSet<>();
    texts.forEach(text -> search(text, leaks));
    for (ILoggingEvent event : List.copyOf(appender.list)) {
      String thrown =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      String message = event.getFormattedMessage() + " " + event.getMDCPropertyMap();
      search(new Text("log of " + event.getLoggerName(), message + " " + thrown), leaks);
    }
    return leaks;
  }

  /** Returns how many lines were logged by loggers whose name begins so. */
  long logged(String prefix) {
    return List.copyOf(appender.list).stream()
            .filter(event -> event.getLoggerName().startsWith(prefix))
            .count()
        + texts.stream().filter(text -> text.where.equals("JUL of " + prefix)).count();
  }

  private void search(Text text, Set<String> leaks) {
    shortMarks.forEach(
        (mark, name) -> {
          if (text.value.contains(mark)) {
            leaks.add(name + " in " + text.where);
          }
        });
    for (int at = 0; at + WINDOW <= text.value.length(); at++) {
      String name = fragments.get(text.value.substring(at, at + WINDOW));
      if (name != null) {
        leaks.add(name + " in " + text.where);
        at += WINDOW;
      }
    }
  }

  private static String serialized(Throwable failure) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failure);
    } catch (IOException e) {
      throw new UncheckedIOException("an exception must be serializable", e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    levels.forEach(ch.qos.logback.classic.Logger::setLevel);
    root.detachAppender(appender);
    root.addAppender(console);
    for (Handler handler : julRoot.getHandlers()) {
      julRoot.removeHandler(handler);
    }
    List.of(julHandlers).forEach(julRoot::addHandler);
    julRoot.setLevel(julLevel);
  }

  private record Text(String where, String value) {}

  private final class JulHandler extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      saw("JUL of " + line.getLoggerName(), formatter.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
